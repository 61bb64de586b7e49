using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Data.Lineage;

namespace Onbehalf.Data.Postgres;

/// <summary>The row rules of one relation for one person: for reading, for comparing, and whether two people under the same rules see the same rows.</summary>
internal sealed record RowSecurity(string Words, ImmutableArray<string> Rules, bool DependsOnAsker)
{
    public static RowSecurity Read(JsonElement rules, string relationKind, bool isFar, BuiltIns builtIns)
    {
        if (isFar)
            return new("decided by another server", ["foreign table"], true);
        if (!rules.GetProperty("active").GetBoolean())
            return new(relationKind is "v" or "m" ? "all rows of this view" : "all rows", [], false);
        // A policy without USING permits no row and restricts none.
        var policies = rules.GetProperty("policies").EnumerateArray().Where(static p => p.GetProperty("using").ValueKind != JsonValueKind.Null)
            .Select(static p => (Permissive: p.GetProperty("permissive").GetBoolean(), Using: p.GetProperty("using").GetString()!, Tree: p.GetProperty("tree").GetString()!)).ToList();
        var permissive = policies.Where(static p => p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        var restrictive = policies.Where(static p => !p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        if (permissive.Count == 0)
            return new("no rows", ["none"], false);
        var words = string.Join(" or ", permissive) + string.Concat(restrictive.Select(static r => $" and {r}"));
        return new(
            words == "true" ? "all rows" : $"rows where {words}",
            [.. permissive.Select(static p => $"permit {p}"), .. restrictive.Select(static r => $"restrict {r}")],
            policies.Any(p => AskerRule.PolicyAsks(p.Tree, builtIns)));
    }
}
