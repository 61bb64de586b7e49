using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources;

/// <summary>What one person may see of a source, and nothing else: the only schema text that a model or a page is given.</summary>
public sealed record VisibleCatalog(string Source, string Kind, ImmutableArray<VisibleTable> Tables, ImmutableArray<string> Flags)
{
    /// <summary>What this person may read by its name and nobody is told of unasked: partitions, which their table stands for, and sequences.</summary>
    public ImmutableArray<VisibleTable> Unlisted { get; init; } = [];

    /// <summary>False where this person's login lacks what the source needs to tell what a query touches; a flag says what that is.</summary>
    internal bool HasLineage { get; init; } = true;

    /// <summary>Everything that may be named in a query.</summary>
    internal IEnumerable<VisibleTable> Nameable => Tables.Concat(Unlisted);

    /// <summary>The schemas of the login's own search path, in its order.</summary>
    internal ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The schemas in which a name without one is looked up.</summary>
    internal ImmutableArray<string> Searched { get; init; } = [];

    /// <summary>The one table that a name means; null where there is none or several.</summary>
    public VisibleTable? Find(string name) => Named(name) is [var table] ? table : null;

    /// <summary>Null, or the words that spell each of several tables that a name could mean.</summary>
    internal string? Ambiguity(string name) => Named(name) is { Length: > 1 } tables ? NameChoice.Words(tables[0].Name, tables.Select(static t => t.Schema)) : null;

    /// <summary>
    /// By its name with its schema, by its name alone (then the search path decides, and names outside it are equal), in either spelling: as it is
    /// or as SQL writes it.
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

    /// <summary>The parts of a name as SQL writes it, or none.</summary>
    private static string[] SqlNames(string name)
    {
        var (tokens, problem) = SqlLexer.Read(name);
        return problem is null && tokens.Count % 2 == 1 && tokens.Where(static (_, i) => i % 2 == 0).All(static t => t.IsName) && tokens.Where(static (_, i) => i % 2 == 1).All(static t => t.Is('.'))
            ? [.. tokens.Where(static (_, i) => i % 2 == 0).Select(static t => t.Value)]
            : [];
    }

    /// <summary>Equal for equal views of a source; part of cache keys.</summary>
    public string Version() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));
}

/// <summary><paramref name="RowRule"/> says in words which rows; <paramref name="RowRules"/> is the same for comparison.</summary>
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
    /// <summary>The columns every table has, such as <c>ctid</c>, as far as this person may read them; no part of a description.</summary>
    public ImmutableArray<string> SystemColumns { get; init; } = [];

    /// <summary>What the database's administrator wrote about the table.</summary>
    internal string? Comment { get; init; }

    /// <summary>Those of <see cref="RowRules"/> that may raise an error instead of choosing rows.</summary>
    internal ImmutableArray<string> Fallible { get; init; } = [];

    internal string ShownName => Schema.Length == 0 ? Quote.Shown(Name) : $"{Quote.Shown(Schema)}.{Quote.Shown(Name)}";

    public string QualifiedName => Schema.Length == 0 ? Name : Quote.Qualified(Schema, Name);
}

public sealed record VisibleColumn(string Name, string Type)
{
    /// <summary>What the database's administrator wrote about the column.</summary>
    internal string? Comment { get; init; }

    /// <summary>A domain over an array: its name does not say so.</summary>
    internal bool IsDomainOfList { get; init; }
}

public sealed record VisibleReference(string Column, string Table, string TableColumn);
