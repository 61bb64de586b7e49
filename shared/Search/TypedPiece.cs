namespace Onbehalf.Search;

/// <summary>A part of what was typed that is no filter.</summary>
internal sealed record TypedPiece(string Text, bool IsQuoted);
