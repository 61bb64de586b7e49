using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// Stores the evidence of a private reply as bytes. The message's row has the first part; further rows of the same partition have the rest. The
/// message has the hash of all bytes, so missing or changed evidence is detected as lost. The further rows are written first, under a key that
/// contains the hash. Two attempts at the same reply therefore never overwrite each other's rows.
/// </summary>
internal static class EvidenceRows
{
    private const string Property = "Evidence";
    private const string Hash = "EvidenceHash";
    private const string RowCount = "EvidenceRows";
    private const int PropertyBytes = 60 * 1024;

    /// <summary>With the largest body, a message stays below the row limit of 1 MiB. Azurite counts base64 characters.</summary>
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

    /// <summary>Returns the further rows. Empty for evidence of the usual size.</summary>
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

    /// <summary>Returns the key range of a message's further rows; null if its own row has all the evidence.</summary>
    public static (string First, string Last)? KeysOfFurther(TableEntity message, long asking) =>
        message.GetInt32(RowCount) is > 0 and var rows && message.GetBinary(Hash) is { } hash
            ? (ThreadKeys.Evidence(asking, hash, 0), ThreadKeys.Evidence(asking, hash, rows - 1))
            : null;

    /// <param name="further">The further rows, in the order of their keys.</param>
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
            ImmutableArray<EvidencePiece> evidence =
                bytes.Length == 0 ? [] : JsonSerializer.Deserialize<ImmutableArray<EvidencePiece>>(bytes, ThreadJson.Options);
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

    /// <summary>The first property has no number, for compatibility with rows from when it was the only one.</summary>
    private static string Name(int index) => index == 0 ? Property : $"{Property}{index}";
}
