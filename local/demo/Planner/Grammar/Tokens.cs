using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Splits a question into words, numbers, quoted texts and comparison signs.</summary>
internal static partial class Tokens
{
    public static ImmutableArray<string> Of(string text) => [.. Piece().Matches(text).Select(static match => match.Value)];

    public static bool IsQuoted(string token) => token.Length >= 2 && token[0] is '"' or '\'' && token[^1] == token[0];

    public static string Unquoted(string token) => IsQuoted(token) ? token[1..^1] : token;

    [GeneratedRegex("""
        "[^"]*"|'[^']*'|\d{4}-\d{2}-\d{2}|\d[\d,_]*(?:\.\d+)?[kKmM]?\b|<=|>=|!=|<>|[=<>]|[\p{L}\p{N}_][\p{L}\p{N}_.\-]*[\p{L}\p{N}_]|[\p{L}\p{N}_]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Piece();
}
