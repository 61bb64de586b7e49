namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Builds a NOT_FOUND message from the typed text and the author's visible names only. A hidden name and a nonexistent name therefore give
/// identical bytes.
/// </summary>
internal static class MissingNames
{
    private const int Shown = 3;

    /// <summary>This also covers <c>*</c> for a table with hidden columns.</summary>
    private const string InThisWay = "no such table, column or function in this combination, or not every column of a table is yours to see: "
        + "name the columns instead of * or the whole row. Describe the source to see what there is.";

    /// <summary>PostgreSQL's limit on a name (NAMEDATALEN).</summary>
    private const int LongestName = 63;

    public static string Describe(IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog, string? otherwise = null)
    {
        var visible = Visible(catalog);
        var missing = Find(tokens, visible);
        if (missing.Count == 0)
            return otherwise ?? Unsearched(tokens, catalog) ?? InThisWay;
        var near = string.Join(", ", missing.SelectMany(m => Near(m, visible)).Distinct(StringComparer.Ordinal).Take(2 * Shown));
        var names = string.Join(", ", missing);
        return near.Length == 0
            ? $"no such table, column or function: {names}."
            : $"no such table, column or function: {names}. Nearest: {near}{Quoted(missing, visible)}.";
    }

    /// <summary>Returns a hint for names that need quotes: without them the server folds every letter to lower case.</summary>
    private static string Quoted(List<string> missing, SortedSet<string> visible)
    {
        var meant = missing.Select(typed => visible.FirstOrDefault(name => string.Equals(name, typed.Trim('"'), StringComparison.OrdinalIgnoreCase)))
            .OfType<string>().Select(Quote.Shown).Where(static name => name[0] == '"').ToList();
        return meant.Count == 0 ? "" : $"; write {string.Join(", ", meant)} in double quotes";
    }

    /// <summary>Returns a hint for tables that need their schema, because others may create objects there.</summary>
    private static string? Unsearched(IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog)
    {
        var bare = tokens
            .Where((token, i) => token.IsName && (i == 0 || !tokens[i - 1].Is('.')))
            .Select(static token => token.Value)
            .ToHashSet(StringComparer.Ordinal);
        var meant = catalog
            .Nameable.Where(table => bare.Contains(table.Name) && !catalog.Searched.Contains(table.Schema))
            .Select(static table => table.ShownName)
            .ToList();
        return catalog.Searched.IsEmpty || meant.Count == 0 ? null : $"write it with its schema: {string.Join(", ", meant)}.";
    }

    public static string Nearest(string typed, IEnumerable<string> visible) => string.Join(", ", Near(typed, visible));

    private static IEnumerable<string> Near(string typed, IEnumerable<string> visible) =>
        visible.OrderBy(v => Distance(typed, v)).ThenBy(static v => v, StringComparer.Ordinal).Take(Shown).Select(Quote.Shown);

    internal static List<string> Find(IReadOnlyList<SqlToken> tokens, IReadOnlySet<string> visible)
    {
        var defined = Defined(tokens);
        var missing = new List<string>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var isName = token.Kind == SqlTokenKind.QuotedName
                || (token.Kind == SqlTokenKind.Word && !SqlWords.Structure.Contains(token.Value) && !SqlWords.Types.Contains(token.Value));
            var isCall = i + 1 < tokens.Count && tokens[i + 1].Is('(');
            if (!isName || visible.Contains(token.Value) || defined.Contains(token.Value) || (isCall && AllowedFunctions.Names.Contains(token.Value)))
                continue;
            if (!missing.Contains(token.Typed, StringComparer.Ordinal))
                missing.Add(token.Typed);
        }

        return missing;
    }

    private static SortedSet<string> Visible(VisibleCatalog catalog)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in catalog.Nameable)
        {
            names.Add(table.Name);
            if (table.Schema.Length > 0)
                names.Add(table.Schema);
            names.UnionWith(table.Columns.Select(static c => c.Name));
        }

        return names;
    }

    /// <summary>Returns the names that the text itself defines: aliases, common tables and their columns.</summary>
    private static HashSet<string> Defined(IReadOnlyList<SqlToken> tokens)
    {
        var defined = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i < tokens.Count; i++)
        {
            if (!tokens[i].IsName)
                continue;
            var before = tokens[i - 1];
            var afterOperand =
                before.Is(')') || before.Kind is SqlTokenKind.Number or SqlTokenKind.Text || (before.IsName && !IsStructure(before)) || before.IsWord("end");
            var named =
                before.IsWord("as")
                || before.IsWord("with")
                || before.IsWord("recursive")
                || before.IsWord("window")
                || (before.Is(',') && i + 1 < tokens.Count && tokens[i + 1].IsWord("as"));
            if (!IsStructure(tokens[i]) && (afterOperand || named))
                defined.Add(tokens[i].Value);
            if (i + 1 < tokens.Count && tokens[i + 1].Is('(') && NameGate.NamesColumns(tokens, i))
            {
                defined.Add(tokens[i].Value);
                for (var j = i + 2; j < tokens.Count && !tokens[j].Is(')'); j++)
                    defined.Add(tokens[j].Value);
            }
        }

        return defined;
    }

    private static bool IsStructure(SqlToken token) => token.Kind == SqlTokenKind.Word && SqlWords.Structure.Contains(token.Value);

    private static int Distance(string typed, string right)
    {
        var left = typed.AsSpan(0, Math.Min(typed.Length, LongestName));
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var c in left)
        {
            var current = new int[right.Length + 1];
            current[0] = previous[0] + 1;
            for (var j = 1; j <= right.Length; j++)
                current[j] = Math.Min(
                    Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (char.ToLowerInvariant(c) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1));
            previous = current;
        }

        return previous[^1];
    }
}
