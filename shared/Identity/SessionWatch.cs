namespace Onbehalf.Identity;

/// <summary>Tells an open stream that this instance has ended its browser session.</summary>
public sealed class SessionWatch : IDisposable
{
    // Longer than any stream lives, and within what a timer takes.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended;
    private readonly Action<SessionWatch> _left;
    private bool _isDisposed;

    internal SessionWatch(string? session, TimeSpan? lasts, TimeProvider time, Action<SessionWatch> left)
    {
        Session = session;
        _left = left;
        _ended = lasts is { } limit ? new(TimeSpan.FromTicks(Math.Clamp(limit.Ticks, 0, Longest.Ticks)), time) : new();
        Ended = _ended.Token;
    }

    /// <summary>Cancelled when the session ends or the bearer token expires.</summary>
    public CancellationToken Ended { get; }

    internal string? Session { get; }

    public void Dispose()
    {
        _left(this);
        lock (_gate)
        {
            _isDisposed = true;
            _ended.Dispose();
        }
    }

    /// <summary>Does not wait for the streams that end.</summary>
    internal void End()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _ = _ended.CancelAsync();
        }
    }
}
