using System.Buffers;

namespace Onbehalf.Turns.Chat;

/// <summary>Detects the start of a call without a marker: JSON, a list of JSON, a code block of these, or <c>[tool(key="value")]</c>.</summary>
internal static class UnmarkedCall
{
    private const string Fence = "```";
    private const StringComparison Loose = StringComparison.OrdinalIgnoreCase;

    private static readonly SearchValues<char> LabelEnds = SearchValues.Create(" \t\r\n{[");

    private static readonly string[] Prefixes = ["functools[", "<tools>"];
    private static readonly string[] CallLabels = ["tool_call", "tool_calls", "tool_code", "tool_use", "function_call", "function_calls"];
    private static readonly string[] Labels = [.. CallLabels, "json"];

    /// <returns>Null if the decision needs more text.</returns>
    public static bool? Begins(string text, IReadOnlySet<string> offered)
    {
        if (text is [] or ['{', ..])
            return text.Length > 0;
        foreach (var prefix in Prefixes)
        {
            if (prefix.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(prefix, StringComparison.Ordinal))
                return text.Length < prefix.Length ? null : true;
        }

        if (text[0] == '`')
            return BeginsFence(text, Labels);
        return text[0] == '[' ? BeginsList(text[1..].TrimStart(), offered) : BeginsTool(text, offered);
    }

    /// <summary>Detects a code block with a label for calls.</summary>
    public static bool? BeginsFenced(string text) => BeginsFence(text, CallLabels);

    private static bool? BeginsFence(string text, string[] labels)
    {
        if (text.Length <= Fence.Length)
            return Fence.StartsWith(text, StringComparison.Ordinal) ? null : false;
        if (!text.StartsWith(Fence, StringComparison.Ordinal))
            return false;
        var rest = text[Fence.Length..];
        var end = rest.AsSpan().IndexOfAny(LabelEnds);
        var label = end < 0 ? rest : rest[..end];
        if (label.Length > 0)
            return end < 0 ? (labels.Any(known => known.StartsWith(label, Loose)) ? null : false) : labels.Contains(label, StringComparer.OrdinalIgnoreCase);
        return labels != Labels ? false : rest.TrimStart() is { Length: > 0 } inner ? inner[0] is '{' or '[' : null;
    }

    private static bool? BeginsList(string text, IReadOnlySet<string> offered) => text.Length == 0 ? null : text[0] == '{' ? true : BeginsTool(text, offered);

    private static bool? BeginsTool(string text, IReadOnlySet<string> offered)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-'))
            end++;
        var name = text[..end];
        return end == text.Length
            ? (offered.Any(tool => tool.StartsWith(name, StringComparison.Ordinal)) ? null : false)
            : text[end] == '(' && offered.Contains(name);
    }
}
