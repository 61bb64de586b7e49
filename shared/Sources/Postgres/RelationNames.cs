using System.Text;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// A name in the position of a relation: the tokens from <paramref name="First"/> to <paramref name="Last"/>. <paramref name="Schema"/> is null
/// if the text has none.
/// </summary>
internal readonly record struct RelationName(int First, int Last, string? Schema, string Name);

/// <summary>
/// Finds the names after FROM, JOIN, TABLE and the commas between them. This lexical result affects the text of a refusal only, never access.
/// </summary>
internal static class RelationNames
{
    public static IEnumerable<RelationName> Of(IReadOnlyList<SqlToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].IsName || !IsRelation(tokens, i))
                continue;
            var last = i;
            while (last + 2 < tokens.Count && tokens[last + 1].Is('.') && tokens[last + 2].IsName)
                last += 2;
            var isWord = last == i && tokens[i].Kind == SqlTokenKind.Word && SqlWords.Structure.Contains(tokens[i].Value);
            var isCall = last + 1 < tokens.Count && tokens[last + 1].Is('(');
            if (!isWord && !isCall)
                yield return new(i, last, last > i ? tokens[last - 2].Value : null, tokens[last].Value);
            i = last;
        }
    }

    /// <summary>Returns whether the text names a relation that is hidden from the person or does not exist.</summary>
    public static bool AnyHidden(IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog)
    {
        var common = Common(tokens);
        return Of(tokens).Any(name => name.Schema is null
            ? !common.Contains(name.Name) && catalog.Nameable.All(table => table.Name != name.Name)
            : catalog.Nameable.All(table => table.Name != name.Name || table.Schema != name.Schema));
    }

    /// <summary>Returns the names of the text's common tables (<c>WITH name [(columns)] AS [[NOT] MATERIALIZED] (…)</c>).</summary>
    public static HashSet<string> Common(IReadOnlyList<SqlToken> tokens)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i + 2 < tokens.Count; i++)
        {
            if (!tokens[i].IsName || !(tokens[i - 1].IsWord("with") || tokens[i - 1].IsWord("recursive") || tokens[i - 1].Is(',')))
                continue;
            var next = i + 1;
            if (tokens[next].Is('('))
                next = 1 + Enumerable.Range(next, tokens.Count - next).FirstOrDefault(j => tokens[j].Is(')'), tokens.Count);
            if (next < tokens.Count && tokens[next].IsWord("as"))
                names.Add(tokens[i].Value);
        }

        return names;
    }

    private static bool IsRelation(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (at == 0)
            return false;
        var before = tokens[at - 1];
        if (before.IsWord("only"))
            return IsRelation(tokens, at - 1);
        if (before.Is('('))
            return at > 1 && tokens[at - 2].IsWord("only") ? IsRelation(tokens, at - 2) : IsRelation(tokens, at - 1);
        if (before.IsWord("from"))
            return StartsClause(tokens, at - 1);
        return before.IsWord("join") || before.IsWord("table") || (before.Is(',') && IsInFrom(tokens, at - 1));
    }

    /// <summary>
    /// Returns false for <c>IS [NOT] DISTINCT FROM</c>. Also false for the FROM of <c>extract</c>, <c>substring</c> and <c>trim</c>, which have
    /// no SELECT before it.
    /// </summary>
    private static bool StartsClause(IReadOnlyList<SqlToken> tokens, int from) =>
        !IsDistinctFrom(tokens, from) && Before(tokens, from).Any(i => tokens[i].IsWord("select"));

    private static bool IsDistinctFrom(IReadOnlyList<SqlToken> tokens, int from) =>
        from > 1 && tokens[from - 1].IsWord("distinct") && (tokens[from - 2].IsWord("is") || tokens[from - 2].IsWord("not"));

    /// <summary>Returns whether a comma separates the relations of a FROM clause, by the nearest keyword of a clause.</summary>
    private static bool IsInFrom(IReadOnlyList<SqlToken> tokens, int comma)
    {
        foreach (var i in Before(tokens, comma))
        {
            if (tokens[i].Kind != SqlTokenKind.Word || (i > 0 && tokens[i - 1].Is('.')))
                continue;
            switch (tokens[i].Value)
            {
                case "join" or "using":
                case "on" when i == 0 || !tokens[i - 1].IsWord("distinct"):
                case "from" when !IsDistinctFrom(tokens, i):
                    return StartsClause(tokens, i);
                case "select" or "where" or "by" or "having" or "values" or "window" or "limit" or "offset" or "with" or "recursive":
                    return false;
            }
        }

        return false;
    }

    /// <summary>Returns the positions before a token at the same depth, from the nearest back to the opening parenthesis or bracket.</summary>
    private static IEnumerable<int> Before(IReadOnlyList<SqlToken> tokens, int at)
    {
        var depth = 0;
        for (var i = at - 1; i >= 0; i--)
        {
            if (tokens[i].Is(')') || tokens[i].Is(']'))
                depth++;
            else if (tokens[i].Is('(') || tokens[i].Is('['))
                depth--;
            if (depth < 0)
                yield break;
            if (depth == 0 && !tokens[i].Is('(') && !tokens[i].Is('['))
                yield return i;
        }
    }
}

/// <summary>
/// A name without its schema means the first relation of that name in the search path, even an unreadable one. A failed text runs once more with
/// a schema before each name that matches exactly one readable table.
/// </summary>
internal static class HiddenNamesakes
{
    /// <summary>Returns the text for the second run, or the refusal of an ambiguous name. Both are null if nothing changes.</summary>
    public static (string? Sql, string? Ambiguity) Qualify(string sql, IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog)
    {
        var common = RelationNames.Common(tokens);
        var text = new StringBuilder(sql);
        var bare = RelationNames.Of(tokens).Where(name => name.Schema is null && !common.Contains(name.Name));
        foreach (var name in bare.OrderByDescending(static name => name.First))
        {
            var meant = catalog.Tables.Where(table => table.Name == name.Name).OrderBy(table => NameChoice.Place(catalog.Path, table.Schema)).ToList();
            if (meant.Count > 1 && !(catalog.Path.Contains(meant[0].Schema) && catalog.Searched.Contains(meant[0].Schema)))
                return (null, NameChoice.Words(name.Name, meant.Select(static table => table.Schema)));
            if (meant.Count > 0 && catalog.Searched.Contains(meant[0].Schema))
                text.Insert(tokens[name.First].Start, $"{Quote.Name(meant[0].Schema)}.");
        }

        return text.Length == sql.Length ? (null, null) : (text.ToString(), null);
    }
}
