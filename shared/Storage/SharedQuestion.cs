namespace Onbehalf.Storage;

/// <summary>
/// Coalesces concurrent calls into one request. A call may join a request that has not been sent. A call that starts after the sending waits for the
/// next request, so no result is older than the call that uses it.
/// </summary>
internal sealed class SharedQuestion<T>
{
    private readonly Lock _gate = new();
    private Task<T>? _sent;
    private Task<T>? _waiting;

    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _waiting is null && _sent is not { IsCompleted: false };
        }
    }

    public Task<T> AskAsync(Func<Task<T>> ask)
    {
        lock (_gate)
            return _waiting ??= SendAsync(_sent ?? Task.CompletedTask, ask);
    }

    private async Task<T> SendAsync(Task before, Func<Task<T>> ask)
    {
        // Always yields: the caller holds the lock, and other calls that start now should join this request.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            (_sent, _waiting) = (_waiting, null);
        return await ask();
    }
}
