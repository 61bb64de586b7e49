using Onbehalf.Identity;

namespace Onbehalf.Sources;

/// <summary>
/// A place that holds a customer's data. It decides itself what a person may see, by the person's own login or by a declared policy;
/// there is no way to ask it without an <see cref="Authority"/>.
/// </summary>
public interface IDataSource
{
    string Name { get; }

    string Kind { get; }

    /// <summary>Everybody whom the source knows may learn what its tables and columns are called.</summary>
    bool TellsNames { get; }

    /// <summary>What this person may see, asked of the source now.</summary>
    Task<CatalogOutcome> DescribeAsync(Authority authority, CancellationToken cancellation);

    /// <summary>The same without using anything of this person's own, as far as it is known: for what several people share, in another's turn.</summary>
    Task<VisibleCatalog?> RecallAsync(Authority authority, CancellationToken cancellation);

    /// <summary>Runs one read-only query written by a model, as this person.</summary>
    Task<QueryOutcome> QueryAsync(Authority authority, ModelSql sql, QueryLimits limits, CancellationToken cancellation);

    /// <summary>What a change would do, as far as this person may see it.</summary>
    Task<ChangePreview> PreviewAsync(Authority authority, RowChange change, CancellationToken cancellation);

    /// <summary>Makes the change as this person, if it is still exactly the one with <paramref name="confirmedDigest"/>.</summary>
    Task<ChangeOutcome> ApplyAsync(Authority authority, RowChange change, string confirmedDigest, CancellationToken cancellation);
}
