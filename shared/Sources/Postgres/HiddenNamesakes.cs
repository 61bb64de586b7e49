using System.Text;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// A name without its schema means the first relation of that name in the search path, also one that the person may not read. Only the tables that
/// they may read count here: a text that failed is run once more with the schema before each name that means exactly one of them.
/// </summary>
internal static class HiddenNamesakes
{
    /// <summary>The text to run instead, or the refusal of an ambiguous name; both null where there is nothing to add.</summary>
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
