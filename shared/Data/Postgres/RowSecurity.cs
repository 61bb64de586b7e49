using System.Collections.Immutable;
using System.Text.Json;

namespace Onbehalf.Data.Postgres;

/// <summary>The row rules of one relation for one person: for reading, for comparing, and whether two people under the same rules see the same rows.</summary>
internal sealed record RowSecurity(string Words, ImmutableArray<string> Rules, bool DependsOnAsker)
{
    private static readonly ImmutableHashSet<string> AboutTheAsker = ImmutableHashSet.Create(
        StringComparer.Ordinal, "current_user", "session_user", "user", "current_role", "system_user", "current_schema", "current_catalog", "select", "exists", "operator", "random");

    public static RowSecurity Read(JsonElement rules, string relationKind)
    {
        if (relationKind == "f")
            return new("decided by another server", ["foreign table"], true);
        if (!rules.GetProperty("active").GetBoolean())
            return new(relationKind is "v" or "m" ? "all rows of this view" : "all rows", [], false);
        var policies = rules.GetProperty("policies").EnumerateArray()
            .Select(static p => (Permissive: p.GetProperty("permissive").GetBoolean(), Using: p.GetProperty("using").GetString() ?? "true")).ToList();
        var permissive = policies.Where(static p => p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        var restrictive = policies.Where(static p => !p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        if (permissive.Count == 0)
            return new("no rows", ["none"], false);
        var words = string.Join(" or ", permissive) + string.Concat(restrictive.Select(static r => $" and {r}"));
        return new(
            words == "true" ? "all rows" : $"rows where {words}",
            [.. permissive.Select(static p => $"permit {p}"), .. restrictive.Select(static r => $"restrict {r}")],
            policies.Any(static p => AsksWho(p.Using)));
    }

    /// <summary>True unless the rule is plainly a matter of the row alone.</summary>
    internal static bool AsksWho(string expression)
    {
        var (tokens, problem) = SqlLexer.Read(expression);
        if (problem is not null)
            return true;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Kind == SqlTokenKind.Word && AboutTheAsker.Contains(token.Value))
                return true;
            var isCall = token.IsName && i + 1 < tokens.Count && tokens[i + 1].Is('(');
            var isSyntax = token.Kind == SqlTokenKind.Word && (SqlWords.Structure.Contains(token.Value) || SqlWords.Types.Contains(token.Value));
            if (isCall && !isSyntax && !AllowedFunctions.Names.Contains(token.Value))
                return true;
        }

        return false;
    }
}
