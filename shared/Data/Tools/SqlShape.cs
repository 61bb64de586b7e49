using System.Text;
using Onbehalf.Data.Postgres;

namespace Onbehalf.Data.Tools;

/// <summary>A statement without its data, for the open part of the audit: literals and comments go, names stay.</summary>
internal static class SqlShape
{
    private const int Most = 500;

    public static string Of(string sql)
    {
        var (tokens, problem) = SqlLexer.Read(sql.Length > 20_000 ? sql[..20_000] : sql);
        var shape = new StringBuilder();
        foreach (var token in tokens)
        {
            if (shape.Length > 0 && token.Kind != SqlTokenKind.Symbol && shape[^1] is not ('.' or '('))
                shape.Append(' ');
            shape.Append(token.Kind is SqlTokenKind.Text or SqlTokenKind.Number ? "?" : token.Typed);
        }

        if (problem is not null)
            shape.Append(" …");
        return shape.Length > Most ? $"{shape.ToString(0, Most)}…" : shape.ToString();
    }
}
