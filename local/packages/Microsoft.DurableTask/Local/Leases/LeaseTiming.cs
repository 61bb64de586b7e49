namespace Microsoft.DurableTask.Local.Leases;

internal sealed record LeaseTiming
{
    public static LeaseTiming Default { get; } = new();

    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A process that has not beaten for this long may be replaced.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>A process stops trusting its own lease this much earlier.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a process looks for instances nobody owns even when no process is known to have died.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(60);
}
