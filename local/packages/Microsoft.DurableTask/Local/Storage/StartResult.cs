namespace Microsoft.DurableTask.Local.Storage;

internal abstract record StartResult
{
    private StartResult()
    {
    }

    internal sealed record Started(InstanceRow Row, IReadOnlyList<string> Keys) : StartResult;

    /// <summary>The id belongs to an instance that has not finished, or to the very call that asks.</summary>
    internal sealed record Exists(InstanceRow Row) : StartResult;
}
