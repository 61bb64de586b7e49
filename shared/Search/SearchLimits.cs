namespace Onbehalf.Search;

/// <summary>How much one search takes and does. Nothing here depends on what a message says, so reaching a limit tells nothing of hidden ones.</summary>
public static class SearchLimits
{
    /// <summary>Characters of what is typed, filters included.</summary>
    public const int LongestQuery = 400;

    /// <summary>Searches of one person, counted by each instance.</summary>
    public const int PerMinute = 120;

    public const int MostTerms = 32;

    public const int MostFilters = 10;

    /// <summary>Threads of a person that are looked at.</summary>
    public const int MostThreads = 1_000;

    public const int MostRooms = 200;

    /// <summary>Messages that one search reads, the newest first. A read of few messages counts as <see cref="LeastPerRead"/>.</summary>
    public const int MostMessages = 5_000;

    public const int LeastPerRead = 25;

    /// <summary>Characters of one message that are compared.</summary>
    public const int LongestText = 16_000;

    public const int MostHitsPerText = 200;

    /// <summary>Characters of an excerpt, without the signs that it goes on.</summary>
    public const int LongestExcerpt = 200;
}
