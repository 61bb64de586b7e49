namespace Onbehalf.Sidecars.Supervision;

/// <summary>The start command and readiness probe of one sidecar.</summary>
internal sealed record SidecarCommand
{
    public required string Name { get; init; }

    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingFolder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The account to run as, if it is not the supervisor's own.</summary>
    public string? RunAs { get; init; }

    /// <summary>The readiness probe, polled every few milliseconds until it returns true.</summary>
    public required Func<CancellationToken, Task<bool>> IsReady { get; init; }
}
