namespace Onbehalf.Sidecars.Vault;

/// <summary>Rate limit over ten seconds, like Key Vault's.</summary>
internal sealed class Throttle(int? limit, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _window;
    private int _count;

    /// <summary>Returns null if the request is allowed, else the seconds to wait.</summary>
    public int? Wait()
    {
        if (limit is null)
            return null;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var window = now.Ticks / Window.Ticks;
            _count = window == _window ? _count + 1 : 1;
            _window = window;
            return _count <= limit ? null : 1 + (int)((Window.Ticks - (now.Ticks % Window.Ticks)) / TimeSpan.TicksPerSecond);
        }
    }
}
