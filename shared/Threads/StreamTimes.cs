namespace Onbehalf.Threads;

/// <summary>The intervals of a live stream. Azure's front end closes a response after 230 s, so the server ends it earlier.</summary>
public sealed record StreamTimes
{
    /// <summary>The poll interval of a thread while another instance executes a turn in it.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The silence after which a turn counts as waiting for a person or for its model. Its thread is then polled at the idle interval.
    /// </summary>
    public TimeSpan Silent { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The poll interval of an open artifact.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The poll interval of an open thread without a pulse. It covers events that send no pulse, and lost pulses.</summary>
    public TimeSpan Unnamed => 6 * Idle;

    /// <summary>The poll interval for writes of other instances. One poll serves all streams of an instance.</summary>
    public TimeSpan Pulses { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>The debounce interval: changes within it are sent together.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(150);

    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The maximum age of a confirmation for a delivery.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The recheck interval of an idle stream. It discloses nothing, so its person's confirmation may be older. Removal from the thread is an
    /// event.
    /// </summary>
    public TimeSpan IdleRecheck => 4 * Recheck;

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(220);
}
