using Onbehalf.Identity;

namespace Onbehalf.Sources;

/// <summary>
/// A store of a customer's data. It enforces access itself, through the person's own login or a declared policy. Every call requires an
/// <see cref="Authority"/>.
/// </summary>
public interface IDataSource
{
    string Name { get; }

    string Kind { get; }

    /// <summary>True if all people whom the source knows may learn the names of its tables and columns.</summary>
    bool TellsNames { get; }

    /// <summary>Reads the part of the source that this person may see now.</summary>
    Task<CatalogOutcome> DescribeAsync(Authority authority, CancellationToken cancellation);

    /// <summary>
    /// Returns the last known catalogue without this person's credentials, or null. It serves shared content in another person's turn.
    /// </summary>
    Task<VisibleCatalog?> RecallAsync(Authority authority, CancellationToken cancellation);

    /// <summary>Runs one read-only, model-written query as this person.</summary>
    Task<QueryOutcome> QueryAsync(Authority authority, ModelSql sql, QueryLimits limits, CancellationToken cancellation);

    /// <summary>Returns the effect of a change, as far as this person may see it.</summary>
    Task<ChangePreview> PreviewAsync(Authority authority, RowChange change, CancellationToken cancellation);

    /// <summary>Applies the change as this person, if its digest is still <paramref name="confirmedDigest"/>.</summary>
    Task<ChangeOutcome> ApplyAsync(Authority authority, RowChange change, string confirmedDigest, CancellationToken cancellation);
}
