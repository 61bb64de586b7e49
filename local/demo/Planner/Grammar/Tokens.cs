using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Splits a question into words, numbers, quoted texts and symbols. An unknown symbol remains a word, so that it is not ignored.</summary>
internal static partial class Tokens
{
    public static ImmutableArray<string> Of(string text) => [.. Piece().Matches(Plain(text)).Select(static match => match.Value)];

    public static bool IsQuoted(string token) => token.Length >= 2 && token[0] is '"' or '\'' && token[^1] == token[0];

    public static string Unquoted(string token) => IsQuoted(token) ? token[1..^1] : token;

    public static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Expands contractions: "what's", "don't", "the team's".</summary>
    private static string Plain(string text) =>
        Owned().Replace(Joined().Replace(Negated().Replace(Non().Replace(Quotes(text), "not "), "$1 not"), "$1"), "$1");

    private static string Quotes(string text) => text.Replace('’', '\'').Replace('“', '"').Replace('”', '"');

    [GeneratedRegex(@"\bnon-(?=\p{L})", RegexOptions.IgnoreCase)]
    private static partial Regex Non();

    [GeneratedRegex(@"\b(do|does|did|is|are|was|were|has|have)n't\b", RegexOptions.IgnoreCase)]
    private static partial Regex Negated();

    [GeneratedRegex(@"\b(what|who|where|how|there)s\b", RegexOptions.IgnoreCase)]
    private static partial Regex Joined();

    [GeneratedRegex(@"(\p{L})'(?:s|re|d|m|ve|ll)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Owned();

    [GeneratedRegex("""
            "[^"]*"|'[^']*'|\d{4}-\d{2}-\d{2}|\d{4}-\d{2}\b|(?<![\p{L}\p{N}_.,)\]-])-\d[\d,_]*(?:\.\d+)?[kKmM]?\b|\d[\d,_]*(?:\.\d+)?[kKmM]?\b|<=|>=|!=|<>|[=<>%$€£+*/]|[\p{L}\p{N}_][\p{L}\p{N}_.\-]*[\p{L}\p{N}_]|[\p{L}\p{N}_]
            """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Piece();
}
