using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Sources.Lineage;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// The row rules of one relation for one person: as text, as a list for comparisons, and whether equal rules can give two people different rows.
/// </summary>
internal sealed record RowSecurity(string Words, ImmutableArray<string> Rules, bool DependsOnAsker)
{
    private const string EveryRow = "true";

    /// <summary>The prefix of a rule for a policy that fails with this person's rights.</summary>
    public const string Denied = "denied ";

    /// <summary>The <see cref="Rules"/> that can raise an error.</summary>
    public ImmutableArray<string> Fallible { get; private init; } = [];

    public static RowSecurity Read(JsonElement rules, string relationKind, bool isFar, BuiltIns builtIns)
    {
        if (isFar)
            return new("decided by another server", ["foreign table"], true);
        if (!rules.GetProperty("active").GetBoolean())
            return new(relationKind is "v" or "m" ? "all rows of this view" : "all rows", [], false);
        // A policy without USING permits no row and restricts none.
        var policies = rules.GetProperty("policies").EnumerateArray().Where(static p => p.GetProperty("using").ValueKind != JsonValueKind.Null)
            .Select(static p => new Policy(
                p.GetProperty("permissive").GetBoolean(),
                p.GetProperty("using").GetString()!,
                p.GetProperty("tree").GetString()!,
                p.GetProperty("denied").GetString()))
            .ToList();
        var permissive = policies.Where(static p => p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        var restrictive = policies.Where(static p => !p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        if (permissive.Count == 0)
            return new("no rows", ["none"], false);
        // The server simplifies "true or …" before it checks what else a policy reads.
        var denied = policies
            .Where(p => p.Denied is not null && !(p.Denied != DeniedReads.Endless && p.Permissive && permissive.Contains(EveryRow)))
            .Select(static p => Denied + p.Using)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var words = string.Join(" or ", permissive) + string.Concat(restrictive.Select(static r => $" and {r}"));
        return new(
            denied.Count > 0 ? "no rows: a policy reads what this login may not read" : words == EveryRow ? "all rows" : $"rows where {words}",
            [.. permissive.Select(static p => $"permit {p}"), .. restrictive.Select(static r => $"restrict {r}"), .. denied],
            policies.Any(p => AskerRule.PolicyAsks(p.Tree, builtIns)))
        {
            Fallible =
            [
                .. policies
                    .Where(p => FallibleRule.MayFail(p.Tree, builtIns))
                    .Select(static p => p.Permissive ? $"permit {p.Using}" : $"restrict {p.Using}")
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }

    private sealed record Policy(bool Permissive, string Using, string Tree, string? Denied);
}
