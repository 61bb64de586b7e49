using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

/// <summary>
/// The storage use of one person: a row per file in the person's partition. The row is added before the content and deleted after it. Concurrent
/// uploads can exceed a limit by the number of such uploads.
/// </summary>
internal sealed class FileTotals(TableClient threads)
{
    private const string Size = "Size";

    public async Task<(long Bytes, int Files)> OfAsync(SubjectId person, CancellationToken cancellation)
    {
        var (bytes, files) = (0L, 0);
        await foreach (var row in threads.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Of(person)}"), null, [Size], cancellation))
            (bytes, files) = (bytes + (row.GetInt64(Size) ?? 0), files + 1);
        return (bytes, files);
    }

    public Task AddAsync(SubjectId person, AttachedFile file, CancellationToken cancellation) =>
        threads.AddEntityAsync(new TableEntity(Of(person), file.Id.Value) { [Size] = file.Size }, cancellation);

    /// <summary>A missing row counts as deleted.</summary>
    public Task RemoveAsync(SubjectId person, FileId file, CancellationToken cancellation) =>
        threads.DeleteEntityAsync(Of(person), file.Value, ETag.All, cancellation);

    private static string Of(SubjectId person) => $"files-{person.Value}";
}
