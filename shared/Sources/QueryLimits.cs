using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Sources;

public sealed record QueryLimits(int Rows, int Bytes, TimeSpan Deadline, int Characters = 20_000)
{
    public static QueryLimits From(IConfiguration configuration) => new(
        Number(configuration, "ONBEHALF_QUERY_ROWS", 1_000),
        Number(configuration, "ONBEHALF_QUERY_BYTES", 1_048_576),
        TimeSpan.FromSeconds(Number(configuration, "ONBEHALF_QUERY_SECONDS", 2)));

    internal static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new InvalidOperationException($"{name} must be a whole number above zero.");
}

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

/// <summary>Model-written SQL text. It is untrusted, and combined with other text only inside a source's guard.</summary>
public readonly record struct ModelSql(string Text)
{
    public ImmutableArray<BoundValue> Values { get; init; } = [];
}

/// <summary>The outcome of a query. Every case has its evidence, because a refusal is evidence too.</summary>
public abstract record QueryOutcome
{
    private QueryOutcome(ImmutableArray<Touched> touched) => Touched = touched;

    public ImmutableArray<Touched> Touched { get; }

    public sealed record Rows(ResultTable Table, ImmutableArray<Touched> From) : QueryOutcome(From);

    /// <summary>A rule or a missing right refused the query.</summary>
    public sealed record Refused(string Code, string Text, ImmutableArray<Touched> From) : QueryOutcome(From);

    /// <summary>The text is invalid or exceeded a limit. Its author may correct it.</summary>
    public sealed record Failed(string Code, string Text, ImmutableArray<Touched> From) : QueryOutcome(From);
}
