using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>Something that reached an instance: an answer to a call of one generation, or somebody's request.</summary>
internal abstract record Letter
{
    private Letter()
    {
    }

    internal sealed record Answer(int Generation, int TaskId, HistoryEvent Fact) : Letter;

    internal sealed record Asked(Request Request, Action<Delivery> Settled) : Letter;

    /// <summary>The time an instance was told to wait for has come.</summary>
    internal sealed record Due : Letter;
}
