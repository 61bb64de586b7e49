using System.Runtime.CompilerServices;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local;

internal sealed class InstancePages(InstanceReader reader, OrchestrationQuery query, Func<InstanceRow, OrchestrationMetadata> describe)
    : AsyncPageable<OrchestrationMetadata>
{
    public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(query with { PageSize = pageSizeHint ?? query.PageSize }, continuationToken ?? query.ContinuationToken);

    private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(
        OrchestrationQuery sized, string? continuation, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var page in reader.PagesAsync(sized, continuation, cancellation))
            yield return new Page<OrchestrationMetadata>([.. page.Values.Select(describe)], page.ContinuationToken);
    }
}
