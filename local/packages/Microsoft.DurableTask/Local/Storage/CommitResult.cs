namespace Microsoft.DurableTask.Local.Storage;

internal abstract record CommitResult
{
    private CommitResult()
    {
    }

    internal sealed record Stored(InstanceRow Row, IReadOnlyList<string> NewKeys) : CommitResult;

    /// <summary>Another process owns the instance now, or it is gone: whatever this process knows about it is void.</summary>
    internal sealed record Lost : CommitResult;
}
