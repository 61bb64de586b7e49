namespace Onbehalf.Search;

/// <summary>Where a text has a term, by the term's number in the search.</summary>
public readonly record struct TermHit(int Term, TextRange Range);
