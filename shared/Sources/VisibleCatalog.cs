using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources;

/// <summary>One person's permitted part of a source. No other schema text is given to a model or a page.</summary>
public sealed record VisibleCatalog(string Source, string Kind, ImmutableArray<VisibleTable> Tables, ImmutableArray<string> Flags)
{
    private const int MostUnreadable = 10;

    /// <summary>
    /// Relations that this person may query by name but that no description lists: partitions, which their table represents, and sequences.
    /// </summary>
    public ImmutableArray<VisibleTable> Unlisted { get; init; } = [];

    /// <summary>False if this person's login lacks a requirement for lineage. A flag names the requirement.</summary>
    internal bool HasLineage { get; init; } = true;

    /// <summary>Tables that are granted to this person and that cannot be read now. They have no columns here.</summary>
    internal ImmutableArray<VisibleTable> Unreadable { get; init; } = [];

    /// <summary>A sentence about the unreadable tables. Null without one.</summary>
    internal string? UnreadableWords => Unreadable.Length switch
    {
        0 => null,
        1 => $"1 granted table cannot be read now, so totals can lack its rows: {Unreadable[0].ShownName}",
        var many => $"{many} granted tables cannot be read now, so totals can lack their rows: {string.Join(", ", UnreadableNames)}",
    };

    /// <summary>All relations that a query may name.</summary>
    internal IEnumerable<VisibleTable> Nameable => Tables.Concat(Unlisted);

    /// <summary>The schemas of the login's own search path, in order.</summary>
    internal ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The schemas for the lookup of unqualified names.</summary>
    internal ImmutableArray<string> Searched { get; init; } = [];

    /// <summary>Returns the table with this name. Null if there is none or if the name is ambiguous.</summary>
    public VisibleTable? Find(string name) => Named(name) is [var table] ? table : null;

    /// <summary>Returns the key that this column of a table refers to, or null.</summary>
    internal ReferredKey? KeyOf(uint table, int column) =>
        table != 0 && Tables.FirstOrDefault(t => t.Number == table)?.References.FirstOrDefault(r => r.Number == column) is { } reference
            ? new(reference.Table, reference.TableColumn)
            : null;

    /// <summary>Returns the message about an ambiguous name, with each possible table, or null.</summary>
    internal string? Ambiguity(string name) =>
        Named(name) is { Length: > 1 } tables ? NameChoice.Words(tables[0].Name, tables.Select(static t => t.Schema)) : null;

    /// <summary>
    /// Returns the tables with this name, with or without a schema, in catalogue or SQL spelling. Without a schema the search path decides;
    /// names outside the path have equal rank.
    /// </summary>
    internal ImmutableArray<VisibleTable> Named(string name)
    {
        if (Tables.FirstOrDefault(t => string.Equals(t.QualifiedName, name, StringComparison.Ordinal)) is { } exact)
            return [exact];
        var parts = Tables.Any(t => t.Name == name) ? [name] : SqlNames(name);
        if (parts is [var schema, var table])
            return [.. Tables.Where(t => t.Schema == schema && t.Name == table)];
        if (parts is not [var bare])
            return [];
        var meant = Tables.Where(t => t.Name == bare).OrderBy(t => NameChoice.Place(Path, t.Schema)).ToImmutableArray();
        return meant.Length > 1 && Path.Contains(meant[0].Schema) ? [meant[0]] : meant;
    }

    /// <summary>Returns the parts of a name in SQL spelling, or an empty list.</summary>
    private static string[] SqlNames(string name)
    {
        var (tokens, problem) = SqlLexer.Read(name);
        return
            problem is null
            && tokens.Count % 2 == 1
            && tokens.Where(static (_, i) => i % 2 == 0).All(static t => t.IsName)
            && tokens.Where(static (_, i) => i % 2 == 1).All(static t => t.Is('.'))
            ? [.. tokens.Where(static (_, i) => i % 2 == 0).Select(static t => t.Value)]
            : [];
    }

    private IEnumerable<string> UnreadableNames =>
        Unreadable.Length > MostUnreadable
            ? Unreadable.Take(MostUnreadable).Select(static table => table.ShownName).Append("…")
            : Unreadable.Select(static table => table.ShownName);

    /// <summary>Returns a hash that is equal for equal catalogues. It is part of cache keys.</summary>
    public string Version() => Sha256.HexOfJson(this);
}

/// <paramref name="RowRule"/> is the row rule as text. <paramref name="RowRules"/> is the same as a list for comparisons.
public sealed record VisibleTable(
    string Schema,
    string Name,
    ImmutableArray<VisibleColumn> Columns,
    ImmutableArray<string> Key,
    ImmutableArray<VisibleReference> References,
    string RowRule,
    ImmutableArray<string> RowRules,
    bool DependsOnAsker,
    bool Writable)
{
    /// <summary>System columns such as <c>ctid</c> that this person may read. Descriptions omit them.</summary>
    public ImmutableArray<string> SystemColumns { get; init; } = [];

    /// <summary>The database's number of the table. Zero if it has none.</summary>
    internal uint Number { get; init; }

    /// <summary>The kind of relation, and a digest of the definition of a view with its owner's rights.</summary>
    internal string? Definition { get; init; }

    /// <summary>The database administrator's comment on the table.</summary>
    internal string? Comment { get; init; }

    /// <summary>The <see cref="RowRules"/> that can raise an error.</summary>
    internal ImmutableArray<string> Fallible { get; init; } = [];

    internal string ShownName => Schema.Length == 0 ? Quote.Shown(Name) : $"{Quote.Shown(Schema)}.{Quote.Shown(Name)}";

    public string QualifiedName => Schema.Length == 0 ? Name : Quote.Qualified(Schema, Name);
}

public sealed record VisibleColumn(string Name, string Type)
{
    /// <summary>The database administrator's comment on the column.</summary>
    internal string? Comment { get; init; }

    /// <summary>True for a domain over an array, because the name of its type does not show this.</summary>
    internal bool IsDomainOfList { get; init; }

    /// <summary>A type for an empty copy of the column, if this person may not name the column's own.</summary>
    internal string? Substitute { get; init; }
}

public sealed record VisibleReference(string Column, string Table, string TableColumn)
{
    /// <summary>The database's number of the referring column. Zero if it has none.</summary>
    internal int Number { get; init; }
}

public abstract record CatalogOutcome
{
    private CatalogOutcome()
    {
    }

    public sealed record Visible(VisibleCatalog Catalog) : CatalogOutcome;

    /// <summary>The source cannot serve this person now. <paramref name="Reason"/> is a sentence that they can act on.</summary>
    public sealed record Unavailable(string Code, string Reason) : CatalogOutcome;
}

/// <summary>All configured sources. Each source checks access live.</summary>
public sealed class SourceCatalog(IEnumerable<IDataSource> sources)
{
    public ImmutableArray<IDataSource> All { get; } = [.. sources];

    public IDataSource? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>Returns the catalogue of every source for this person.</summary>
    public async Task<ImmutableArray<(IDataSource Source, CatalogOutcome Outcome)>> DescribeAsync(Authority authority, CancellationToken cancellation)
    {
        var outcomes = await Task.WhenAll(All.Select(s => s.DescribeAsync(authority, cancellation)));
        return [.. All.Zip(outcomes)];
    }

    /// <summary>Returns the last known catalogues, without this person's credentials.</summary>
    public async Task<ImmutableArray<VisibleCatalog>> RecallAsync(Authority authority, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(All.Select(s => s.RecallAsync(authority, cancellation)))).OfType<VisibleCatalog>()];

    public async Task<bool> AnyAsync(Authority authority, Func<VisibleCatalog, bool> holds, CancellationToken cancellation) =>
        (await DescribeAsync(authority, cancellation)).Any(s => s.Outcome is CatalogOutcome.Visible(var catalog) && holds(catalog));
}
