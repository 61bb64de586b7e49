using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Sources.Policy;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Sqlite;

/// <summary>A SQLite file under a declared policy. Each person's part is copied into memory, and only that copy is queried.</summary>
internal sealed partial class SqliteSource(SqliteSettings settings, SourcePolicy policy, int mostRows, SourceWarnings warnings, ILogger<SqliteSource> log)
    : IDataSource,
        IRights,
        IDisposable
{
    private const string ReadOnly = "This source can only be read.";
    private const string NotReadable = "the source is not readable now.";

    private readonly SnapshotCache _snapshots = new(settings, mostRows);

    public string Name => settings.Name;

    public string Kind => "sqlite";

    public bool TellsNames => policy.Names is PolicyNames.Everyone;

    string IRights.Source => settings.Name;

    public Task<CatalogOutcome> DescribeAsync(Authority authority, CancellationToken cancellation) => WithSnapshotAsync<CatalogOutcome>(
        authority,
        snapshot => new CatalogOutcome.Visible(Catalog(snapshot)),
        static (code, reason) => new CatalogOutcome.Unavailable(code, reason),
        cancellation);

    /// <summary>Returns the same catalogue as a description: a policy needs no login.</summary>
    public async Task<VisibleCatalog?> RecallAsync(Authority authority, CancellationToken cancellation) =>
        await DescribeAsync(authority, cancellation) is CatalogOutcome.Visible(var catalog) ? catalog : null;

    Task<IHeldRights?> IRights.RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    /// <summary>Returns the rights from the policy alone. The file is not opened.</summary>
    public Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) => Task.FromResult<IHeldRights?>(
        new RuleCompiler(policy, viewer).Compile(_snapshots.Schema) is { } permitted ? new PolicyRights(permitted, policy.Names) : null);

    public Task<QueryOutcome> QueryAsync(Authority authority, ModelSql sql, QueryLimits limits, CancellationToken cancellation) =>
        sql.Text.Length > limits.Characters
            ? Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(RefusalCodes.Limit, "the statement is too long.", []))
            : WithSnapshotAsync(
                authority,
                snapshot => new SnapshotQuery(snapshot, Name, sql, limits, cancellation).Run(),
                (code, reason) => new QueryOutcome.Refused(code, reason, [Touched.Unknown(Name)]),
                cancellation);

    public Task<ChangePreview> PreviewAsync(Authority authority, RowChange change, CancellationToken cancellation) =>
        Task.FromResult<ChangePreview>(new ChangePreview.Refused(RefusalCodes.Refused, ReadOnly));

    public Task<ChangeOutcome> ApplyAsync(Authority authority, RowChange change, string confirmedDigest, CancellationToken cancellation) =>
        Task.FromResult<ChangeOutcome>(new ChangeOutcome.Refused(RefusalCodes.Refused, ReadOnly));

    public void Dispose() => _snapshots.Dispose();

    private VisibleCatalog Catalog(Snapshot snapshot)
    {
        var tables = snapshot.Tables.Select(table => Table(table.Permitted, table.Columns, [.. table.ReferencesIn(snapshot.Tables)]));
        var catalog = new VisibleCatalog(Name, Kind, [.. tables], [])
        {
            Unreadable = [.. snapshot.Unfit.Select(static table => Table(table, [], []))],
        };
        return catalog.UnreadableWords is { } words ? catalog with { Flags = [words] } : catalog;
    }

    private static VisibleTable Table(PermittedTable table, ImmutableArray<VisibleColumn> columns, ImmutableArray<VisibleReference> references) =>
        new(
            "",
            table.Name,
            columns,
            [],
            references,
            table.Words(),
            table.RulesFor(columns.Select(static c => c.Name)),
            DependsOnAsker: false,
            Writable: false);

    private async Task<T> WithSnapshotAsync<T>(Authority authority, Func<Snapshot, T> act, Func<string, string, T> refuse, CancellationToken cancellation)
    {
        if (new RuleCompiler(policy, authority).Compile(_snapshots.Schema) is not { } tables)
            return refuse(RefusalCodes.Identity, $"{Name} cannot tell who you are.");
        if (Enter(tables) is not { } entry)
            return refuse(RefusalCodes.Refused, NotReadable);
        try
        {
            var snapshot = await ReadAsync(entry, cancellation);
            warnings.Note(Name, snapshot is null ? NotReadable : null);
            return snapshot is not null ? await OneAtATimeAsync(snapshot, act, cancellation) : refuse(RefusalCodes.Refused, NotReadable);
        }
        finally
        {
            _snapshots.Leave(entry);
        }
    }

    private SnapshotCache.Entry? Enter(ImmutableArray<PermittedTable> tables)
    {
        try
        {
            return _snapshots.Enter(tables);
        }
        catch (IOException error)
        {
            Log.NotReadable(log, Name, error.Message);
            warnings.Note(Name, NotReadable);
            return null;
        }
    }

    private async Task<Snapshot?> ReadAsync(SnapshotCache.Entry entry, CancellationToken cancellation)
    {
        try
        {
            var snapshot = await Task.Run(() => entry.Snapshot.Value, cancellation);
            foreach (var table in snapshot.Unfit)
                Log.NotInFile(log, Name, table.Name);
            warnings.Note(Name, snapshot.Tables.Select(static table => table.Name), snapshot.Unfit.Select(static table => table.Name));
            return snapshot;
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            Log.NotReadable(log, Name, error.Message);
            return null;
        }
    }

    private static async Task<T> OneAtATimeAsync<T>(Snapshot snapshot, Func<Snapshot, T> act, CancellationToken cancellation)
    {
        await snapshot.Turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => act(snapshot), cancellation);
        }
        finally
        {
            snapshot.Turn.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Source {Source} is not readable: {Reason}")]
        public static partial void NotReadable(ILogger log, string source, string reason);

        [LoggerMessage(2, LogLevel.Error, "Source {Source} has no table {Table} that its policy and its file agree on and that can be read; it is left out")]
        public static partial void NotInFile(ILogger log, string source, string table);
    }
}
