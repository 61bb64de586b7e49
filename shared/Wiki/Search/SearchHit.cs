namespace Onbehalf.Wiki.Search;

/// <summary>A page that was found, with the passage that made it so.</summary>
public sealed record SearchHit(PageHead Page, string Passage);
