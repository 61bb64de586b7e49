namespace Onbehalf.Search;

/// <summary>A typed piece other than a filter.</summary>
internal sealed record TypedPiece(string Text, bool IsQuoted);
