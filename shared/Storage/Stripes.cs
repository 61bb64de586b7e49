namespace Onbehalf.Storage;

/// <summary>
/// Serialises the writers of one process to the same partition with striped locks. So conflicts at the table (ETag, existing row) occur only across
/// processes. This is an optimisation; correctness does not depend on it.
/// </summary>
internal sealed class Stripes
{
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1, 1))];

    public async Task<IDisposable> EnterAsync(string key, CancellationToken cancellation)
    {
        var gate = _gates[(uint)string.GetHashCode(key, StringComparison.Ordinal) % _gates.Length];
        await gate.WaitAsync(cancellation);
        return new Passage(gate);
    }

    private sealed class Passage(SemaphoreSlim gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Release();
        }
    }
}
