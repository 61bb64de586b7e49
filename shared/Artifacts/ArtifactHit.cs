using Onbehalf.Search;

namespace Onbehalf.Artifacts;

/// <summary>An artifact that was found, with the words of the search in what its searcher may see.</summary>
public sealed record ArtifactHit(ArtifactHead Head, MarkedText Title, MarkedText? Excerpt);
