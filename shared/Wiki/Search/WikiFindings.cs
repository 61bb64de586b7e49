using System.Collections.Immutable;

namespace Onbehalf.Wiki.Search;

/// <summary>What was found, and in which spaces it was looked for.</summary>
public sealed record WikiFindings(ImmutableArray<WikiSpace> Searched, ImmutableArray<SearchHit> Hits, bool More);
