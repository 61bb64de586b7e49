namespace Onbehalf.Threads;

/// <summary>How a live stream spends its time. Azure's front end cuts a response at 230 s, so the server ends it before.</summary>
public sealed record StreamTimes
{
    public TimeSpan Busy { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long what another instance wrote may go unheard.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>How long a change to a person's lists that another instance wrote may go unheard.</summary>
    public TimeSpan People { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Changes that come together are told together.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(150);

    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Nothing is delivered on an older confirmation than this.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A stream that delivers nothing discloses nothing: it may go on longer after its person. Removal from the thread is an event.</summary>
    public TimeSpan IdleRecheck => 4 * Recheck;

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(220);
}
