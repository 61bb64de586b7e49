namespace Onbehalf.Threads;

/// <summary>How a live stream spends its time. Azure's front end cuts a response at 230 s, so the server ends it before.</summary>
public sealed record StreamTimes
{
    public TimeSpan Busy { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(220);
}
