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

    /// <summary>By its name with its schema, by its name alone, or as a description writes it.</summary>
    public VisibleTable? Find(string name) =>
        Tables.FirstOrDefault(t => string.Equals(t.QualifiedName, name, StringComparison.Ordinal)) ?? Tables.FirstOrDefault(t => string.Equals(t.Name, name, StringComparison.Ordinal))
        ?? Tables.FirstOrDefault(t => string.Equals(t.ShownName, name, StringComparison.Ordinal));

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

    /// <summary>Those of <see cref="RowRules"/> that may raise an error instead of choosing rows.</summary>
    internal ImmutableArray<string> Fallible { get; init; } = [];

    internal string ShownName => Schema.Length == 0 ? Quote.Shown(Name) : $"{Quote.Shown(Schema)}.{Quote.Shown(Name)}";

    public string QualifiedName => Schema.Length == 0 ? Name : Quote.Qualified(Schema, Name);
}

public sealed record VisibleColumn(string Name, string Type);

public sealed record VisibleReference(string Column, string Table, string TableColumn);
