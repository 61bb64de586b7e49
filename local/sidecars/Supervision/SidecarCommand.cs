namespace Onbehalf.Sidecars.Supervision;

/// <summary>One program of the set: how it is started and how it shows that it answers.</summary>
internal sealed record SidecarCommand
{
    public required string Name { get; init; }

    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string WorkingFolder { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The account to run as, when it is not the supervisor's own.</summary>
    public string? RunAs { get; init; }

    /// <summary>Asked every few milliseconds until it answers true.</summary>
    public required Func<CancellationToken, Task<bool>> IsReady { get; init; }
}
