using System.Collections.Immutable;
using Onbehalf.Sources.Lineage;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Refuses an ambiguous name without a schema. The login's search path decides. The refusal covers names outside the path and names that it
/// would find first in an unsearched schema.
/// </summary>
internal static class NameChoice
{
    /// <summary>Returns the refusal of the first ambiguous name among the relations that the server found, or null.</summary>
    public static string? Between(IReadOnlyList<SqlToken> tokens, IReadOnlyCollection<LineageRelation> relations, ImmutableArray<string> path)
    {
        foreach (var relation in relations.Where(static relation => relation.Others.Length > 0))
        {
            var place = Place(path, relation.Schema);
            var rivals = relation.Others.Where(other => place == int.MaxValue || Place(path, other) < place).ToList();
            if (rivals.Count > 0 && IsBare(tokens, relation))
                return Words(relation.Bare, rivals.Prepend(relation.Schema));
        }

        return null;
    }

    public static string Words(string name, IEnumerable<string> schemas) =>
        $"{Quote.Shown(name)} is ambiguous: write {string.Join(" or ", schemas.Order(StringComparer.Ordinal).Select(schema => $"{Quote.Shown(schema)}.{Quote.Shown(name)}"))}.";

    public static int Place(ImmutableArray<string> path, string schema) => path.IndexOf(schema) is var at and >= 0 ? at : int.MaxValue;

    /// <summary>Returns whether the name occurs in the position of a relation and never with its schema. A column can have the same name.</summary>
    private static bool IsBare(IReadOnlyList<SqlToken> tokens, LineageRelation relation)
    {
        var isBare = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].IsName || tokens[i].Value != relation.Bare)
                continue;
            var before = i > 0 ? tokens[i - 1] : default;
            if (i > 1 && before.Is('.') && tokens[i - 2].Value == relation.Schema)
                return false;
            isBare |=
                i > 0
                && (before.Is(',') || before.Is('(') || before.IsWord("from") || before.IsWord("join") || before.IsWord("only") || before.IsWord("table"));
        }

        return isBare;
    }
}
