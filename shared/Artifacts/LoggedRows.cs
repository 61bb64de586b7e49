using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Artifacts;

/// <summary>
/// Converts logged ops to rows and back. Words of the agent are sealed for the person of their turn. When that person's key is deleted, the
/// words are lost and ops that depend on them are skipped.
/// </summary>
internal sealed class LoggedRows(PersonSeal seal)
{
    private const string OpId = "OpId";
    private const string IsSealed = "IsSealed";
    private const int EvidencePart = 60 * 1024;

    public async Task<TableEntity> WriteAsync(ArtifactId artifact, LoggedOps logged, CancellationToken cancellation)
    {
        var key = ArtifactRows.Op(logged.Seq);
        var row = new TableEntity(artifact.Value, key)
        {
            [ArtifactRows.By] = logged.Author.Subject.Value,
            [ArtifactRows.ByName] = logged.Author.Name,
            [ArtifactRows.At] = logged.At,
            [OpId] = logged.OpId,
        };
        var plain = OpReader.Write(logged.Ops);
        if (logged.Evidence.IsEmpty)
        {
            Chunks.Write(row, plain);
            return row;
        }

        row[IsSealed] = true;
        Chunks.Write(row, await seal.SealAsync(logged.Author.Subject, SealedAs(artifact.Value, key), plain, cancellation));
        var parts = JsonSerializer.SerializeToUtf8Bytes(logged.Evidence, ArtifactJson.Options).Chunk(EvidencePart).ToArray();
        for (var i = 0; i < parts.Length; i++)
            row[Evidence(i)] = parts[i];
        return row;
    }

    public async Task<LoggedOps> ReadAsync(TableEntity row, CancellationToken cancellation)
    {
        var author = ArtifactRows.Author(row);
        var bytes = Chunks.Read(row);
        var plain = row.GetBoolean(IsSealed) is true
            ? await seal.OpenAsync(author.Subject, SealedAs(row.PartitionKey, row.RowKey), bytes, cancellation)
            : bytes;
        return new(
            ArtifactRows.SeqOf(row.RowKey),
            author,
            row.GetDateTimeOffset(ArtifactRows.At)!.Value,
            row.GetString(OpId),
            plain is null ? [] : OpReader.Read(plain))
        {
            Evidence = row.ContainsKey(Evidence(0)) ? ReadEvidence(row) : [],
        };
    }

    private static ImmutableArray<EvidencePiece> ReadEvidence(TableEntity row)
    {
        using var bytes = new MemoryStream();
        for (var i = 0; row.ContainsKey(Evidence(i)); i++)
            bytes.Write(row.GetBinary(Evidence(i)));
        return JsonSerializer.Deserialize<ImmutableArray<EvidencePiece>>(bytes.ToArray(), ArtifactJson.Options);
    }

    /// <summary>Returns the name of a part of the evidence. A table property has at most 64 KiB.</summary>
    private static string Evidence(int part) => string.Create(CultureInfo.InvariantCulture, $"Evidence{part}");

    private static string SealedAs(string artifact, string key) => $"artifacts/{artifact}/{key}";
}
