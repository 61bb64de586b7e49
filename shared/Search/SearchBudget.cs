namespace Onbehalf.Search;

/// <summary>What one search may still read, in messages; each read counts as at least <see cref="SearchLimits.LeastPerRead"/>.</summary>
internal sealed class SearchBudget(int messages)
{
    private int _left = messages;

    public bool IsSpent => Volatile.Read(ref _left) <= 0;

    /// <summary>False when nothing is left: then nothing may be read.</summary>
    public bool Take(int more)
    {
        if (IsSpent)
            return false;
        Interlocked.Add(ref _left, -Math.Max(SearchLimits.LeastPerRead, more));
        return true;
    }
}
