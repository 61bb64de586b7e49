using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

/// <summary>
/// What one person's files take of the store: a row per file, in a partition of the person, added before the content and deleted after it. Uploads at
/// the same instant may exceed a limit by their number.
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

    /// <summary>One that is not there is gone already.</summary>
    public Task RemoveAsync(SubjectId person, FileId file, CancellationToken cancellation) => threads.DeleteEntityAsync(Of(person), file.Value, ETag.All, cancellation);

    private static string Of(SubjectId person) => $"files-{person.Value}";
}
