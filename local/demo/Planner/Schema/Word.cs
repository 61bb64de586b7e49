namespace Onbehalf.Demo.Planner.Schema;

/// <summary>Compares words of a question with schema names. Case, underscores and a plural s are ignored.</summary>
internal static class Word
{
    public static bool Same(string name, string words) => Plain(name) == Plain(words);

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Converts words to a name: <c>Cost Center</c> becomes <c>cost_center</c>.</summary>
    public static string AsName(string words) => words.Trim().Replace(' ', '_').ToLowerInvariant();

    private static string Plain(string words)
    {
        var name = AsName(words).Replace('-', '_');
        return name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y"
            : name.EndsWith("tuses", StringComparison.Ordinal) ? name[..^2]
            : name.EndsWith("ss", StringComparison.Ordinal) || name.EndsWith("us", StringComparison.Ordinal) ? name
            : name.TrimEnd('s');
    }
}
