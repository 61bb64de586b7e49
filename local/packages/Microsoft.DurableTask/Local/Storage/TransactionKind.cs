namespace Microsoft.DurableTask.Local.Storage;

/// <summary>Why the engine talked to the store.</summary>
internal enum TransactionKind
{
    Setup,
    Start,
    Commit,
    Payload,
    Read,
    Takeover,
    Cleanup,
    InboxWrite,
    InboxPoll,
    Heartbeat,
    Scan,
}
