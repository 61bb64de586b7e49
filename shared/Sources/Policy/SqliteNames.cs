namespace Onbehalf.Sources.Policy;

/// <summary>
/// Compares names as SQLite does: the case of A to Z is ignored, the case of all other letters is significant. A table may have both é and É.
/// </summary>
internal sealed class SqliteNames : StringComparer
{
    public static readonly SqliteNames Comparer = new();

    private SqliteNames()
    {
    }

    public override int Compare(string? x, string? y) => string.CompareOrdinal(Folded(x), Folded(y));

    public override bool Equals(string? x, string? y) => string.Equals(Folded(x), Folded(y), StringComparison.Ordinal);

    public override int GetHashCode(string obj) => Folded(obj)!.GetHashCode(StringComparison.Ordinal);

    private static string? Folded(string? name) => name is null || !name.Any(char.IsAsciiLetterUpper)
        ? name
        : string.Create(name.Length, name, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        });
}
