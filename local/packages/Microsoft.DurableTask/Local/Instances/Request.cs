using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Instances;

/// <summary>What a client or another orchestrator wants of an instance. The id makes a repetition recognisable.</summary>
internal sealed record Request(string Id, RequestKind Kind, string Name, string? Payload)
{
    public static Request New(RequestKind kind, string name, string? payload) => new(Guid.NewGuid().ToString("N"), kind, name, payload);

    /// <summary>The fact it becomes; null for terminate, which ends the history instead.</summary>
    public HistoryEvent? Fact => Kind switch
    {
        RequestKind.RaiseEvent => new HistoryEvent.EventRaised(Id, Name, Payload),
        RequestKind.Suspend => new HistoryEvent.Suspended(Payload),
        RequestKind.Resume => new HistoryEvent.Resumed(Payload),
        _ => null,
    };
}
