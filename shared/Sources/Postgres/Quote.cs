namespace Onbehalf.Sources.Postgres;

internal static class Quote
{
    /// <summary>A name that came from the catalogue, as an identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A relation with its schema. A part that holds a dot is quoted, so that no two relations are written alike.</summary>
    public static string Qualified(string schema, string name) => $"{Part(schema)}.{Part(name)}";

    /// <summary>As a query has to write it: quoted where it would be read as something else.</summary>
    public static string Shown(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !SqlWords.Reserved.Contains(name) ? name : Name(name);

    private static string Part(string name) => name.AsSpan().ContainsAny('.', '"') ? Name(name) : name;
}
