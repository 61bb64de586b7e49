using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Policy;

/// <summary>Compiles a policy for one person: the permitted tables, columns and rows of a SQLite file, as SQL over the file and as words.</summary>
internal sealed class RuleCompiler(SourcePolicy policy, Authority authority)
{
    /// <summary>SQLite's limit on the arguments of one function call.</summary>
    private const int MostArguments = 100;

    private int _aliases;

    /// <summary>Returns the permitted tables. Null if the provider is not in the policy, or if a claim that a rule needs is missing.</summary>
    public ImmutableArray<PermittedTable>? Compile(string schema)
    {
        if (!policy.Providers.Contains(authority.Subject.ProviderId))
            return null;
        try
        {
            return [.. policy.Tables.Select(t => Table(t.Key, t.Value, schema)).OfType<PermittedTable>()];
        }
        catch (MissingClaimException)
        {
            return null;
        }
    }

    private PermittedTable? Table(string name, TablePolicy table, string schema)
    {
        var grants = table.Grants.Where(g => Has(g.To)).Select(g => (g.Columns, Rule: Condition(g.Rows, "t0", schema))).ToList();
        if (grants.Count == 0)
            return null;
        var restrict = table.Restrict.Select(r => Condition(r, "t0", schema)).ToList();
        var rows = Either(grants.Select(static g => g.Rule));
        var cells = grants.SelectMany(static g => g.Columns).Distinct(SqliteNames.Comparer)
            .Select(column => (Column: column, Rules: grants.Where(g => g.Columns.Contains(column, SqliteNames.Comparer)).Select(static g => g.Rule)))
            .Select(cell => (cell.Column, cell.Rules, Whole: Either(cell.Rules))).ToList();
        var all = restrict.Count == 0 ? rows : new(
                    string.Join(" AND ", restrict.Prepend(rows).Select(static r => r.Sql)),
                    string.Join(" and ", restrict.Prepend(rows).Where(static r => !r.IsAll).Select(static r => $"({r.Words})")));
        return new(
            name,
            [.. cells.Select(cell => new PermittedColumn(cell.Column, IsEvery(cell.Whole) ? null : cell.Whole))],
            all,
            PermittedRules.From(
                grants.Select(static g => g.Rule), restrict, cells.Where(cell => !IsEvery(cell.Whole)).Select(static cell => (cell.Column, cell.Rules))));

        bool IsEvery(CompiledRule cell) => cell.Words == rows.Words;
    }

    private bool Has(Grantee to) => to switch
    {
        Grantee.Everyone => true,
        Grantee.AnyGroup(var groups) => groups.Any(authority.Groups.Contains),
        _ => false,
    };

    private static CompiledRule Either(IEnumerable<CompiledRule> rules)
    {
        var distinct = rules.DistinctBy(static r => r.Words, StringComparer.Ordinal).OrderBy(static r => r.Words, StringComparer.Ordinal).ToList();
        return distinct.FirstOrDefault(static r => r.IsAll) is { } all ? all
            : distinct.Count == 1 ? distinct[0]
            : new($"({string.Join(" OR ", distinct.Select(static r => r.Sql))})", string.Join(" or ", distinct.Select(static r => $"({r.Words})")));
    }

    /// <summary>Compiles a condition that holds only if it is true. An unknown condition hides the row, and so does its negation.</summary>
    private CompiledRule Condition(RowRule rule, string at, string schema)
    {
        var compiled = Inner(rule, at, schema);
        return compiled.IsAll ? compiled : compiled with { Sql = $"(({compiled.Sql}) IS TRUE)" };
    }

    private CompiledRule Inner(RowRule rule, string at, string schema) =>
        rule switch
        {
            RowRule.All => CompiledRule.All,
            RowRule.Every(var rules) => Join(rules, "AND", at, schema),
            RowRule.Either(var rules) => Join(rules, "OR", at, schema),
            RowRule.Negated(var inner) => Negate(Inner(inner, at, schema)),
            RowRule.Compare(var column, var sign, var value) => Compare(at, column, sign, Value(value, at)),
            RowRule.OneOf(var column, var values) => OneOf(at, column, [.. values.SelectMany(v => Values(v, at))]),
            RowRule.Null(var column, var absent) => new(
                $"{Name(at, column)} IS {(absent ? "NULL" : "NOT NULL")}", $"{Quote.Shown(column)} is {(absent ? "absent" : "present")}"),
            RowRule.Related related => Related(related, at, schema),
            _ => throw new InvalidOperationException("Unknown rule."),
        };

    private CompiledRule Join(ImmutableArray<RowRule> rules, string word, string at, string schema)
    {
        var parts = rules.Select(r => Inner(r, at, schema)).ToList();
        return new(
            string.Join($" {word} ", parts.Select(static p => $"({p.Sql})")),
            string.Join($" {word.ToLowerInvariant()} ", parts.Select(static p => $"({p.Words})")));
    }

    private static CompiledRule Negate(CompiledRule rule) => new($"NOT ({rule.Sql})", $"not ({rule.Words})");

    private static CompiledRule Compare(string at, string column, string sign, CompiledRule value) =>
        new($"{Name(at, column)} {sign} {value.Sql} COLLATE BINARY", $"{Quote.Shown(column)} {sign} {value.Words}");

    private static CompiledRule OneOf(string at, string column, List<CompiledRule> values) =>
        values.Count == 0
            ? new("0", "never")
            : new(
                $"{Name(at, column)} COLLATE BINARY IN ({string.Join(", ", values.Select(static v => v.Sql))})",
                $"{Quote.Shown(column)} in ({string.Join(", ", values.Select(static v => v.Words))})");

    private CompiledRule Related(RowRule.Related related, string at, string schema)
    {
        var alias = $"t{++_aliases}";
        var where = Inner(related.Where, alias, schema);
        var on = related
            .On.Select(o => new CompiledRule(
                $"{Name(alias, o.Key)} = {Name(at, o.Value)}", $"{Quote.Shown(related.Table)}.{Quote.Shown(o.Key)} = {Quote.Shown(o.Value)}"))
            .ToList();
        return new(
            $"EXISTS (SELECT 1 FROM {schema}.{Quoted(related.Table)} AS {alias} WHERE {string.Join(" AND ", on.Select(static o => o.Sql))} AND ({where.Sql}))",
            $"there is a {Quote.Shown(related.Table)} with {string.Join(" and ", on.Select(static o => o.Words))}{(where.IsAll ? "" : $" and ({where.Words})")}"
        );
    }

    private IEnumerable<CompiledRule> Values(RuleValue value, string at) =>
        value is RuleValue.Claim("groups") ? authority.Groups.Select(static g => Text(g)) : [Value(value, at)];

    private CompiledRule Value(RuleValue value, string at) => value switch
    {
        RuleValue.Text(var text) => Text(text),
        RuleValue.Whole(var number) => Literal(number.ToString(CultureInfo.InvariantCulture)),
        RuleValue.Fraction(var number) => Literal(number.ToString("R", CultureInfo.InvariantCulture)),
        RuleValue.Claim("sub") => Text(authority.Subject.Key),
        RuleValue.Claim("subject") => Text(authority.Subject.Id.Value),
        RuleValue.Claim("tenant") => Text(authority.Subject.Tenant ?? throw new MissingClaimException()),
        RuleValue.Column(var column) => new(Name(at, column), Quote.Shown(column)),
        _ => throw new MissingClaimException(),
    };

    /// <summary>Compiles a text to the numbers of its characters. This form contains no syntax and is the same in a file of any encoding.</summary>
    private static CompiledRule Text(string text) =>
        new(
            $"CAST({string.Join(" || ", text.EnumerateRunes().Chunk(MostArguments).Select(static part => $"char({string.Join(',', part.Select(static rune => rune.Value))})").DefaultIfEmpty("char()"))} AS TEXT)",
            $"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    private static CompiledRule Literal(string number) => new(number, number);

    private static string Name(string alias, string column) => $"{alias}.{Quoted(column)}";

    internal static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed class MissingClaimException : Exception;
}
