using Onbehalf.Search;

namespace Onbehalf.Artifacts;

/// <summary>A search hit, with the search terms marked in the text that the searcher may see.</summary>
public sealed record ArtifactHit(ArtifactHead Head, MarkedText Title, MarkedText? Excerpt);
