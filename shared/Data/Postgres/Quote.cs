namespace Onbehalf.Data.Postgres;

internal static class Quote
{
    /// <summary>A name that came from the catalogue, as an identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
