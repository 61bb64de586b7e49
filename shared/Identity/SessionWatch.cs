namespace Onbehalf.Identity;

/// <summary>Tells an open stream that this instance has ended its browser session.</summary>
public sealed class SessionWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Action<SessionWatch> _left;
    private bool _isDisposed;

    internal SessionWatch(string? session, Action<SessionWatch> left)
    {
        Session = session;
        _left = left;
        Ended = _ended.Token;
    }

    /// <summary>Cancelled when the session ends.</summary>
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
