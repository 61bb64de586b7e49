namespace Onbehalf.Artifacts;

/// <summary>
/// Validates text that other people see. Unpaired surrogates, control characters and characters that change the text direction are refused.
/// </summary>
internal static class PlainText
{
    public static bool IsLine(string text, int longest) => text.Length <= longest && IsShowable(text, isLine: true);

    public static bool IsText(string text, int longest) => text.Length <= longest && IsShowable(text, isLine: false);

    public static bool IsName(string text, int longest) => !string.IsNullOrWhiteSpace(text) && IsLine(text, longest);

    /// <summary>Returns whether a client's id is valid. Names with a meaning in JavaScript objects are refused.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= ArtifactLimits.IdLength
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && text is not ("__proto__" or "constructor" or "prototype");

    public static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    public static bool HasHidden(string text, bool isLine) =>
        text.Any(c =>
            (char.IsControl(c) && (isLine || c is not ('\n' or '\t')))
            || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029');

    private static bool IsShowable(string text, bool isLine) => !HasHidden(text, isLine) && IsWhole(text);
}
