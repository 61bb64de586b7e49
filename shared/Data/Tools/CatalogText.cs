using System.Text;

namespace Onbehalf.Data.Tools;

/// <summary>Catalogues as a model reads them: a line for each source, one for each table.</summary>
internal static class CatalogText
{
    public static string Of(IEnumerable<VisibleCatalog> catalogs)
    {
        var text = new StringBuilder();
        foreach (var catalog in catalogs)
        {
            text.Append("source ").Append(catalog.Source).Append(" (").Append(catalog.Kind == "sqlite" ? "SQLite" : "PostgreSQL").Append(" SQL)\n");
            foreach (var table in catalog.Tables)
            {
                text.Append("- ").Append(table.QualifiedName).Append('(').AppendJoin(", ", table.Columns.Select(static c => $"{c.Name} {c.Type}")).Append("); ").Append(table.RowRule);
                foreach (var reference in table.References)
                    text.Append("; ").Append(reference.Column).Append(" -> ").Append(reference.Table).Append('.').Append(reference.TableColumn);
                text.Append('\n');
            }
        }

        return text.ToString();
    }
}
