using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Something of a provider's that is fetched and kept warm. A warm one is answered at once and renewed behind the caller's back; who misses
/// something in it renews it at most once per <see cref="CacheTimes.BackOff"/>, so a flood of invented key ids costs one fetch.
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

    /// <summary>The last good one, or null while the provider cannot be asked.</summary>
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

    /// <summary>A newer one than <paramref name="seen"/> where one can be had now, else the same.</summary>
    public Task<T?> NewerThanAsync(T seen)
    {
        lock (_gate)
            return ReferenceEquals(_current, seen) && Fetch() is { } fetching ? fetching : Task.FromResult(_current);
    }

    /// <summary>The fetch under way, a new one, or null while backing off.</summary>
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
