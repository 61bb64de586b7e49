using System.Collections.Immutable;
using Onbehalf.Identity;

namespace Onbehalf.Sources;

/// <summary>All configured sources. Which of them a person has is asked of each source, live.</summary>
public sealed class SourceCatalog(IEnumerable<IDataSource> sources)
{
    public ImmutableArray<IDataSource> All { get; } = [.. sources];

    public IDataSource? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>What this person may see of every source.</summary>
    public async Task<ImmutableArray<(IDataSource Source, CatalogOutcome Outcome)>> DescribeAsync(Authority authority, CancellationToken cancellation)
    {
        var outcomes = await Task.WhenAll(All.Select(s => s.DescribeAsync(authority, cancellation)));
        return [.. All.Zip(outcomes)];
    }

    /// <summary>As far as it is known without using anything of this person's own.</summary>
    public async Task<ImmutableArray<VisibleCatalog>> RecallAsync(Authority authority, CancellationToken cancellation) =>
        [.. (await Task.WhenAll(All.Select(s => s.RecallAsync(authority, cancellation)))).OfType<VisibleCatalog>()];

    public async Task<bool> AnyAsync(Authority authority, Func<VisibleCatalog, bool> holds, CancellationToken cancellation) =>
        (await DescribeAsync(authority, cancellation)).Any(s => s.Outcome is CatalogOutcome.Visible(var catalog) && holds(catalog));
}
