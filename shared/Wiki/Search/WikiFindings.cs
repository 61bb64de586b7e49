using System.Collections.Immutable;

namespace Onbehalf.Wiki.Search;

/// <summary>A search result with the searched spaces.</summary>
public sealed record WikiFindings(ImmutableArray<WikiSpace> Searched, ImmutableArray<SearchHit> Hits, bool More);
