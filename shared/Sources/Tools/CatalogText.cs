using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Tools;

/// <summary>
/// Formats catalogues for a model: one line per source and per table. A text that is too long becomes an outline with the column names only. If
/// that is too long as well, it has only the table names that fit.
/// </summary>
internal static class CatalogText
{
    public const string Outline = "(an outline: describe_data with source and tables says more)";

    public static ToldCatalogs Of(IReadOnlyCollection<VisibleCatalog> catalogs, int mostCharacters)
    {
        foreach (var detail in (CatalogDetail[])[CatalogDetail.Whole, CatalogDetail.Columns])
        {
            if (Text(catalogs, detail) is { } text && text.Length <= mostCharacters)
                return new(text, [.. catalogs.Select(catalog => new ToldCatalog(catalog, detail))]);
        }

        return Tables(catalogs, mostCharacters);
    }

    /// <summary>The limit on one comment, so that a long comment does not displace other tables.</summary>
    private const int MostComment = 300;

    private static string Text(IEnumerable<VisibleCatalog> catalogs, CatalogDetail detail)
    {
        var text = new StringBuilder();
        foreach (var catalog in catalogs)
        {
            text.Append(Head(catalog));
            foreach (var table in catalog.Tables)
                text.Append(
                    detail is CatalogDetail.Whole
                        ? Whole(table, catalog)
                        : $"- {table.ShownName}({string.Join(", ", table.Columns.Select(static c => Quote.Shown(c.Name)))})\n");
        }

        return detail is CatalogDetail.Whole ? text.ToString() : text.Append(Outline).Append('\n').ToString();
    }

    private static ToldCatalogs Tables(IEnumerable<VisibleCatalog> catalogs, int mostCharacters)
    {
        var text = new StringBuilder();
        var told = ImmutableArray.CreateBuilder<ToldCatalog>();
        foreach (var catalog in catalogs)
        {
            text.Append(Head(catalog));
            var room = mostCharacters - text.Length;
            var shown = catalog.Tables.TakeWhile(table => (room -= Name(table).Length) >= 0).ToImmutableArray();
            text.AppendJoin("", shown.Select(Name));
            told.Add(new(catalog with { Tables = shown }, CatalogDetail.Tables));
            if (shown.Length < catalog.Tables.Length)
                text.Append(CultureInfo.InvariantCulture, $"and {catalog.Tables.Length - shown.Length} more tables\n");
        }

        return new(text.Append(Outline).Append('\n').ToString(), told.ToImmutable());
    }

    private static string Head(VisibleCatalog catalog) =>
        $"source {catalog.Source} ({(catalog.Kind == "sqlite" ? "SQLite" : "PostgreSQL")} SQL)\n"
        + (catalog.UnreadableWords is { } words ? $"({words})\n" : "");

    private static string Name(VisibleTable table) => $"- {table.ShownName}\n";

    private static string Whole(VisibleTable table, VisibleCatalog catalog)
    {
        var text = new StringBuilder("- ")
            .Append(table.ShownName)
            .Append('(')
            .AppendJoin(", ", table.Columns.Select(static c => $"{Quote.Shown(c.Name)} {c.Type}"))
            .Append("); ")
            .Append(table.RowRule);
        foreach (var reference in table.References)
            text.Append("; ")
                .Append(Quote.Shown(reference.Column))
                .Append(" -> ")
                .Append(Shown(reference.Table, catalog))
                .Append('.')
                .Append(Quote.Shown(reference.TableColumn));
        if (table.Comment is { Length: > 0 } comment)
            text.Append("; comment: ").Append(Quoted(comment));
        foreach (var column in table.Columns.Where(static c => c.Comment is { Length: > 0 }))
            text.Append("; ").Append(Quote.Shown(column.Name)).Append(": ").Append(Quoted(column.Comment!));
        return text.Append('\n').ToString();
    }

    /// <summary>Returns the name as a query writes it. A table that is not described here keeps its catalogue name.</summary>
    private static string Shown(string table, VisibleCatalog catalog) =>
        catalog.Nameable.FirstOrDefault(t => string.Equals(t.QualifiedName, table, StringComparison.Ordinal))?.ShownName ?? table;

    /// <summary>Returns the comment as one line in quotes, with inner double quotes replaced.</summary>
    private static string Quoted(string comment)
    {
        var line = VisibleText.Show(comment.ReplaceLineEndings(" "))!.Replace('"', '\'');
        return line.Length <= MostComment ? $"\"{line}\"" : $"\"{line[..MostComment]}…\"";
    }
}

internal enum CatalogDetail
{
    Whole,
    Columns,
    Tables,
}

/// <summary>The text and its content per source. <see cref="ToldCatalog.Catalog"/> has the tables that the text names.</summary>
internal sealed record ToldCatalogs(string Text, ImmutableArray<ToldCatalog> Told);

internal sealed record ToldCatalog(VisibleCatalog Catalog, CatalogDetail Detail);
