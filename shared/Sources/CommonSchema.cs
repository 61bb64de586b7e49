using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Sources.Tools;

namespace Onbehalf.Sources;

/// <summary>
/// The part of the sources' schema that all named people may see. The speaker's part is read now with their own login. The others' parts come
/// from the catalogue of their last activity; a source without such a catalogue is left out. The common schema is no evidence: it reveals
/// nothing that a person could not see alone.
/// </summary>
internal sealed record CommonSchema(ImmutableArray<VisibleCatalog> Catalogs)
{
    private const int ShortestWord = 4;
    private const int MostCharacters = 16_000;
    private const string Differing = "rows as each person's own rights give";

    public static readonly CommonSchema None = new([]);

    /// <summary>Words of the tables and columns that any of these people may see, in sources whose names all of them may know.</summary>
    private ImmutableHashSet<string> Names { get; init; } = [];

    /// <summary>The schema in the form of describe_data, or in outline if it is too long for the start of every question.</summary>
    public string Text => CatalogText.Of(Catalogs, MostCharacters).Text;

    /// <summary>Computes the common schema. The speaker is the first person. The others' credentials are not used.</summary>
    public static async Task<CommonSchema> OfAsync(SourceCatalog sources, IReadOnlyList<Authority> people, CancellationToken cancellation)
    {
        var own = sources.DescribeAsync(people[0], cancellation);
        var others = await Task.WhenAll(people.Skip(1).Select(async person => (IReadOnlyList<VisibleCatalog>)await sources.RecallAsync(person, cancellation)));
        IReadOnlyList<VisibleCatalog>[] seen =
        [
            [.. (await own).Select(static s => s.Outcome).OfType<CatalogOutcome.Visible>().Select(static v => v.Catalog)],
            .. others,
        ];
        var open = sources
            .All.Where(static source => source.TellsNames)
            .Select(static source => source.Name)
            .Where(name => seen.All(one => one.Any(catalog => catalog.Source == name)));
        return Of(seen) with { Names = NamesOf(open.SelectMany(name => seen.SelectMany(one => one.Where(catalog => catalog.Source == name)))) };
    }

    internal static CommonSchema Of(IReadOnlyList<IReadOnlyList<VisibleCatalog>> seen) => seen.Count == 0 ? None : new(
    [
        .. seen[0].Select(first => Intersect([.. seen.Select(one => one.FirstOrDefault(catalog => catalog.Source == first.Source))])).OfType<VisibleCatalog>(),
    ]);

    /// <summary>
    /// Returns true if the words name a table or column that all of these people may know. The question then needs no other context.
    /// </summary>
    public bool IsNamedIn(string words)
    {
        var names = Names.Union(NamesOf(Catalogs));
        return words.Split([.. words.Where(static c => !char.IsLetter(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Any(word => word.Length >= ShortestWord && names.Contains(Stem(word)));
    }

    private static ImmutableHashSet<string> NamesOf(IEnumerable<VisibleCatalog> catalogs) =>
    [
        .. catalogs.SelectMany(static catalog => catalog.Tables)
            .SelectMany(static table => table.Columns.Select(static column => column.Name).Prepend(table.Name))
            .SelectMany(static name => name.Split('_')).Where(static part => part.Length >= ShortestWord).Select(Stem),
    ];

    private static VisibleCatalog? Intersect(VisibleCatalog?[] catalogs)
    {
        if (catalogs.Any(static catalog => catalog is null))
            return null;
        var byName = catalogs
            .Skip(1)
            .Select(static catalog => catalog!.Tables.ToDictionary(static table => table.QualifiedName, StringComparer.Ordinal))
            .ToArray();
        var tables = catalogs[0]!.Tables.Select(first => Intersect([first, .. byName.Select(tables => tables.GetValueOrDefault(first.QualifiedName))]))
            .OfType<VisibleTable>().ToDictionary(static table => table.QualifiedName, StringComparer.Ordinal);
        var unreadable = Unreadable(catalogs);
        return tables.Count == 0 && unreadable.IsEmpty
            ? null
            : catalogs[0]! with { Flags = [], Unlisted = [], Unreadable = unreadable, Tables = [.. tables.Values.Select(table => Linked(table, tables))] };
    }

    private static ImmutableArray<VisibleTable> Unreadable(VisibleCatalog?[] catalogs) =>
        [.. catalogs[0]!.Unreadable.Where(first => catalogs.All(catalog => catalog!.Unreadable.Any(table => table.QualifiedName == first.QualifiedName)))];

    private static VisibleTable? Intersect(VisibleTable?[] tables)
    {
        if (tables.Any(static table => table is null))
            return null;
        var first = tables[0]!;
        ImmutableArray<VisibleColumn> columns = [.. first.Columns.Where(column => tables.All(table => table!.Columns.Contains(column)))];
        var isSame = tables.All(table => table!.RowRules.SequenceEqual(first.RowRules) && table.RowRule == first.RowRule);
        return columns.IsEmpty ? null : first with
        {
            Columns = columns,
            Key = [],
            References = [.. first.References.Where(reference => tables.All(table => table!.References.Contains(reference)))],
            RowRule = isSame ? first.RowRule : Differing,
            RowRules = isSame ? first.RowRules : [],
            Writable = false,
        };
    }

    private static VisibleTable Linked(VisibleTable table, Dictionary<string, VisibleTable> all) => table with
    {
        References = [.. table.References.Where(reference =>
            table.Columns.Any(column => column.Name == reference.Column)
            && all.TryGetValue(reference.Table, out var other) && other.Columns.Any(column => column.Name == reference.TableColumn))],
    };

    private static string Stem(string word)
    {
        var lower = word.ToLowerInvariant();
        return lower.EndsWith("ies", StringComparison.Ordinal) ? $"{lower[..^3]}y" : lower.TrimEnd('s');
    }
}
