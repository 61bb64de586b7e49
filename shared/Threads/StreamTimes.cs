namespace Onbehalf.Threads;

/// <summary>How a live stream spends its time. Azure's front end cuts a response at 230 s, so the server ends it before.</summary>
public sealed record StreamTimes
{
    /// <summary>Between two looks at a thread while another instance runs a turn in it.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A turn that has been silent for so long waits for a person or for its model: its thread is looked at as if it were idle.</summary>
    public TimeSpan Silent { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks at an open artifact.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Between two looks at an open thread that no pulse names: for events without a pulse, and for a pulse that was lost.</summary>
    public TimeSpan Unnamed => 6 * Idle;

    /// <summary>How long what another instance wrote may go unheard: one look for all streams of an instance.</summary>
    public TimeSpan Pulses { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Changes that come together are told together.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(150);

    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Nothing is delivered on an older confirmation than this.</summary>
    public TimeSpan Recheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A stream that delivers nothing discloses nothing: it may go on longer after its person. Removal from the thread is an event.</summary>
    public TimeSpan IdleRecheck => 4 * Recheck;

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(220);
}
