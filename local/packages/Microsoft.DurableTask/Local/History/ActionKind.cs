namespace Microsoft.DurableTask.Local.History;

internal enum ActionKind
{
    Activity,
    Timer,
    SubOrchestration,
    SendEvent,
}
