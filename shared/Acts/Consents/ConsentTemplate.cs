namespace Onbehalf.Acts.Consents;

/// <summary>Matches a card's value with a standing consent's entry: an exact value, or a template in which <c>{*}</c> matches any text.</summary>
internal static class ConsentTemplate
{
    private const string Any = "{*}";

    public static bool Covers(string template, string value)
    {
        var parts = template.Split(Any);
        if (parts.Length == 1)
            return value == template;
        var (first, last) = (parts[0], parts[^1]);
        if (value.Length < first.Length + last.Length || !value.StartsWith(first, StringComparison.Ordinal) || !value.EndsWith(last, StringComparison.Ordinal))
            return false;
        var rest = value.AsSpan(first.Length, value.Length - first.Length - last.Length);
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
                return false;
            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
