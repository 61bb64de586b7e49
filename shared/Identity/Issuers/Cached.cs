using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// A cache for a provider's document. A stale document is returned at once and refreshed in the background. A request for a newer document
/// causes at most one fetch per <see cref="CacheTimes.BackOff"/>, so a flood of invented key ids costs one fetch.
/// </summary>
internal sealed class Cached<T>(Func<CancellationToken, Task<T?>> fetch, TimeProvider time, Action<Exception>? failed = null)
    where T : class
{
    private readonly Lock _gate = new();
    private T? _current;
    private Task<T?>? _currentTask;
    private DateTimeOffset _fetchedAt;
    private DateTimeOffset _notBefore;
    private int _failures;
    private Task<T?>? _fetch;

    /// <summary>Returns the last good document, or null while the provider is unreachable.</summary>
    public Task<T?> CurrentAsync()
    {
        lock (_gate)
        {
            var age = time.GetUtcNow() - _fetchedAt;
            if (_current is null || age >= CacheTimes.UsableFor)
                return Fetch() ?? Task.FromResult<T?>(null);
            if (age >= CacheTimes.FreshFor)
                _ = Fetch();
            return _currentTask ??= Task.FromResult<T?>(_current);
        }
    }

    /// <summary>Returns a newer document than <paramref name="seen"/> if one can be fetched now; otherwise the same one.</summary>
    public Task<T?> NewerThanAsync(T seen)
    {
        lock (_gate)
            return ReferenceEquals(_current, seen) && Fetch() is { } fetching ? fetching : Task.FromResult(_current);
    }

    /// <summary>Returns the pending fetch or starts a new one. Null during the back-off.</summary>
    private Task<T?>? Fetch()
    {
        if (_fetch is { IsCompleted: false })
            return _fetch;
        var now = time.GetUtcNow();
        if (now < _notBefore)
            return null;
        _notBefore = now + CacheTimes.BackOff;
        return _fetch = Task.Run(FetchAsync);
    }

    private async Task<T?> FetchAsync()
    {
        T? fetched = null;
        try
        {
            using var timeout = new CancellationTokenSource(2 * Outbound.Timeout);
            fetched = await fetch(timeout.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException
            or JsonException or ArgumentException or InvalidOperationException or SecurityTokenException)
        {
            failed?.Invoke(failure);
            fetched = null;
        }

        return Remember(fetched);
    }

    private T? Remember(T? fetched)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (fetched is null)
            {
                _notBefore = now + TimeSpan.FromSeconds(Math.Min(CacheTimes.BackOff.TotalSeconds, 1 << Math.Min(_failures++, 5)));
                return now - _fetchedAt < CacheTimes.UsableFor ? _current : null;
            }

            (_current, _currentTask, _fetchedAt, _failures) = (fetched, null, now, 0);
            return fetched;
        }
    }
}

internal static class CacheTimes
{
    public static readonly TimeSpan BackOff = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>The maximum age of a provider's cached documents when the provider is unreachable.</summary>
    public static readonly TimeSpan UsableFor = TimeSpan.FromHours(24);
}
