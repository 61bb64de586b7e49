namespace Microsoft.DurableTask.Local.Instances;

internal enum RequestKind
{
    RaiseEvent,
    Terminate,
    Suspend,
    Resume,
}
