namespace Onbehalf.Sources.Postgres;

internal static class Quote
{
    /// <summary>Returns a name from the catalogue as a quoted identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Returns a relation with its schema. A part with a dot is quoted, so two different relations never have the same text.</summary>
    public static string Qualified(string schema, string name) => $"{Part(schema)}.{Part(name)}";

    /// <summary>Returns the name as a query must write it, with quotes only where they are needed.</summary>
    public static string Shown(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !SqlWords.Reserved.Contains(name)
            ? name
            : Name(name);

    private static string Part(string name) => name.AsSpan().ContainsAny('.', '"') ? Name(name) : name;
}
