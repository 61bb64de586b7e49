using System.Text.RegularExpressions;

namespace Onbehalf.Identity;

/// <summary>Words that another party chose, made fit for a log line: bounded, one line, and an address or a slug or nothing.</summary>
internal static partial class OperatorText
{
    private const int Longest = 200;

    /// <summary>An error code such as <c>invalid_scope</c>; anything else is not repeated.</summary>
    public static string Slug(string? text) => text switch
    {
        null or "" => "none",
        _ when Word().IsMatch(text) => text,
        _ => "unreadable",
    };

    /// <summary>A token's <c>typ</c> or <c>alg</c>.</summary>
    public static string Type(string? text) => text switch
    {
        null or "" => "(none)",
        _ when MediaType().IsMatch(text) => text,
        _ => "unreadable",
    };

    /// <summary>An issuer, an audience or a client as an address or an id; a text with other characters could be anything.</summary>
    public static string Name(string? text) => text switch
    {
        null or "" => "none",
        { Length: > Longest } => "too long",
        _ when Address().IsMatch(text) => text,
        _ => "unreadable",
    };

    [GeneratedRegex(@"^[A-Za-z0-9/+\-]{1,40}\z")]
    private static partial Regex MediaType();

    [GeneratedRegex(@"^[A-Za-z_]{1,40}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z0-9\-._~:/{}]+\z")]
    private static partial Regex Address();
}
