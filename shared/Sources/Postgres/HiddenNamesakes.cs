using System.Text;

namespace Onbehalf.Sources.Postgres;

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
