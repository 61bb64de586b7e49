using System.Collections.Immutable;
using Onbehalf.Identity;

namespace Onbehalf.Sources;

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
