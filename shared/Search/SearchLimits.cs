using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>Limits of one search. None depends on the text of a message, so a reached limit reveals nothing about hidden ones.</summary>
internal static class SearchLimits
{
    /// <summary>Characters of the typed text, filters included.</summary>
    public const int LongestQuery = 400;

    /// <summary>Searches of one person per minute and instance.</summary>
    public const int PerMinute = 120;

    public const int MostTerms = 32;

    public const int MostFilters = 10;

    /// <summary>Threads of a person that a search reads.</summary>
    public const int MostThreads = 1_000;

    public const int MostRooms = 200;

    /// <summary>
    /// The maximum number of messages that one search reads, the newest first. A read of fewer messages counts as <see cref="LeastPerRead"/>.
    /// </summary>
    public const int MostMessages = 5_000;

    public const int LeastPerRead = 25;

    /// <summary>The maximum number of a message's characters that are compared.</summary>
    public const int LongestText = 16_000;

    public const int MostHitsPerText = 200;

    /// <summary>Characters of an excerpt, without the ellipses.</summary>
    public const int LongestExcerpt = 200;
}

/// <summary>The rate limit of one person's searches. Each may read thousands of messages.</summary>
public sealed class SearchRate(TimeProvider time) : PersonRate(SearchLimits.PerMinute, time);
