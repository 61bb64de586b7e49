namespace Onbehalf.Wiki.Search;

/// <summary>A page of a search result, with the passage that matches.</summary>
public sealed record SearchHit(PageHead Page, string Passage);
