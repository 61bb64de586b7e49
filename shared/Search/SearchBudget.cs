namespace Onbehalf.Search;

/// <summary>The remaining read budget of one search, in messages. Each read counts as at least <see cref="SearchLimits.LeastPerRead"/>.</summary>
internal sealed class SearchBudget(int messages)
{
    private int _left = messages;

    public bool IsSpent => Volatile.Read(ref _left) <= 0;

    /// <summary>Takes from the budget. False when it is used up; the caller must then not read.</summary>
    public bool Take(int more)
    {
        if (IsSpent)
            return false;
        Interlocked.Add(ref _left, -Math.Max(SearchLimits.LeastPerRead, more));
        return true;
    }
}
