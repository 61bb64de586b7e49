using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>Searches of one person. Each may read thousands of messages.</summary>
public sealed class SearchRate(TimeProvider time) : PersonRate(SearchLimits.PerMinute, time);
