using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>The rate limit of one person's searches. Each may read thousands of messages.</summary>
public sealed class SearchRate(TimeProvider time) : PersonRate(SearchLimits.PerMinute, time);
