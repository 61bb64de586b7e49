namespace Microsoft.DurableTask.Local.Instances;

internal enum Delivery
{
    /// <summary>It is in the stored history.</summary>
    Stored,

    /// <summary>The instance has finished; nobody will ever read it.</summary>
    Discarded,

    /// <summary>This process does not own the instance any more; its new owner must get it.</summary>
    Lost,
}
