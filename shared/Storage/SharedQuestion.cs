namespace Onbehalf.Storage;

/// <summary>
/// Lets calls that start together share one question. A call may join a question that has not been sent; one that starts after the
/// sending waits for the next, so no answer is ever older than the call that uses it.
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
        // Yields always: the lock is held by the caller, and others that start now should get on board.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
            (_sent, _waiting) = (_waiting, null);
        return await ask();
    }
}
