using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>Everything one episode leaves behind; it is stored whole or not at all.</summary>
internal sealed record Commit(InstanceRow Before, InstanceRow After, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>Rows of the generation that ends with this commit.</summary>
    public IReadOnlyList<string> Obsolete { get; init; } = [];
}
