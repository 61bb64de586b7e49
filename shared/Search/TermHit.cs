namespace Onbehalf.Search;

/// <summary>A match in a text: the term's index in the search, and the range.</summary>
public readonly record struct TermHit(int Term, TextRange Range);
