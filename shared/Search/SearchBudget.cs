namespace Onbehalf.Search;

/// <summary>What one search may still read, in messages; each read counts as at least <see cref="SearchLimits.LeastPerRead"/>.</summary>
internal sealed class SearchBudget
{
    private int _left = SearchLimits.MostMessages;

    public bool IsSpent => Volatile.Read(ref _left) <= 0;

    /// <summary>False when nothing is left: then nothing may be read.</summary>
    public bool Take(int messages)
    {
        if (IsSpent)
            return false;
        Interlocked.Add(ref _left, -Math.Max(SearchLimits.LeastPerRead, messages));
        return true;
    }
}
