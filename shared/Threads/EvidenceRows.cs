using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// The evidence of a private reply as bytes: in properties of the message's row, and what a row does not hold in further rows of the same
/// partition. The message names the hash of all of it, so that evidence with a missing or changed part is known to be lost. The further rows
/// are written first, under a key made of that hash: two attempts at the same reply never overwrite each other's.
/// </summary>
internal static class EvidenceRows
{
    private const string Property = "Evidence";
    private const string Hash = "EvidenceHash";
    private const string RowCount = "EvidenceRows";
    private const int PropertyBytes = 60 * 1024;

    /// <summary>With the largest body, a message stays below the 1 MiB of a row, which Azurite counts in base64.</summary>
    private const int InMessage = 7 * PropertyBytes;

    private const int InRow = 11 * PropertyBytes;

    public static void Write(TableEntity message, Reply reply)
    {
        if (!reply.IsPrivate)
            return;
        var bytes = Bytes(reply);
        message[Hash] = SHA256.HashData(bytes);
        if (Further(bytes).Count is > 0 and var rows)
            message[RowCount] = rows;
        WriteProperties(message, bytes.AsSpan(0, Math.Min(bytes.Length, InMessage)));
    }

    /// <summary>None for evidence of the usual size.</summary>
    public static IReadOnlyList<TableEntity> Further(TurnId turn, Reply reply)
    {
        var bytes = reply.IsPrivate ? Bytes(reply) : [];
        return [.. Further(bytes).Select((part, i) =>
        {
            var row = new TableEntity(turn.Thread.Value, ThreadKeys.Evidence(turn.Seq, SHA256.HashData(bytes), i));
            WriteProperties(row, part);
            return row;
        })];
    }

    /// <summary>The keys between which the further rows of a message are; null when its own row holds everything.</summary>
    public static (string First, string Last)? KeysOfFurther(TableEntity message, long asking) =>
        message.GetInt32(RowCount) is > 0 and var rows && message.GetBinary(Hash) is { } hash
            ? (ThreadKeys.Evidence(asking, hash, 0), ThreadKeys.Evidence(asking, hash, rows - 1))
            : null;

    /// <param name="further">In the order of their keys.</param>
    public static (ImmutableArray<EvidencePiece> Evidence, EvidenceState State) Read(TableEntity message, IEnumerable<TableEntity> further)
    {
        var bytes = ReadProperties([message, .. further]);
        var hash = message.GetBinary(Hash);
        if (bytes.Length == 0 && hash is null)
            return ([], EvidenceState.Unsaid);
        if (hash is not null && !SHA256.HashData(bytes).AsSpan().SequenceEqual(hash))
            return ([], EvidenceState.Lost);
        try
        {
            ImmutableArray<EvidencePiece> evidence = bytes.Length == 0 ? [] : JsonSerializer.Deserialize<ImmutableArray<EvidencePiece>>(bytes, ThreadJson.Options);
            return evidence.IsDefault ? ([], EvidenceState.Lost) : (evidence, EvidenceState.Whole);
        }
        catch (JsonException)
        {
            return ([], EvidenceState.Lost);
        }
    }

    private static byte[] Bytes(Reply reply) => reply.Evidence.IsEmpty ? [] : JsonSerializer.SerializeToUtf8Bytes(reply.Evidence, ThreadJson.Options);

    private static List<byte[]> Further(byte[] bytes) => [.. bytes.Skip(InMessage).Chunk(InRow)];

    private static void WriteProperties(TableEntity row, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i * PropertyBytes < bytes.Length; i++)
            row[Name(i)] = bytes.Slice(i * PropertyBytes, Math.Min(PropertyBytes, bytes.Length - (i * PropertyBytes))).ToArray();
    }

    private static byte[] ReadProperties(IEnumerable<TableEntity> rows)
    {
        using var all = new MemoryStream();
        foreach (var row in rows)
        {
            for (var i = 0; row.GetBinary(Name(i)) is { } part; i++)
                all.Write(part);
        }

        return all.ToArray();
    }

    /// <summary>The first is what the only one was called when there was one.</summary>
    private static string Name(int index) => index == 0 ? Property : $"{Property}{index}";
}
