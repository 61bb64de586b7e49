using System.Collections.Immutable;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Sources.Lineage;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Postgres;

/// <summary>A PostgreSQL source with each person's own login. Grants and row security are enforced by the server, not here.</summary>
internal sealed class PostgresSource(PostgresSettings settings, PersonPools pools) : IDataSource, IRights
{
    private const string Unreachable = "the source is not reachable now.";
    private const string Locked = "the table is locked by somebody else now; ask again.";
    private const string PoliciesLoop = "the row policy of this table cannot be evaluated (its policies refer to each other); ask the database administrator.";
    private const string NotReady =
        "a view or sequence of the source is not ready: a materialized view must be refreshed before it is read; whoever looks after the source can do that.";
    private const string FarAway = "another server that this source reads from does not answer now; ask again, or ask whoever looks after the source.";
    private const string ServerFailed = "the database failed while it answered; whoever looks after the source finds the reason in its log.";
    private const string ReadOnly = "only a read-only query can be run.";
    private const string FailedOnData = "the query failed on the data.";
    private const string CannotRun = "the source cannot run this query as it is written.";
    private const string RuleFailed =
        "a row policy, view or function of the source fails for this person whatever is asked of it; whoever looks after the source can mend that.";
    private const int MostWords = 1_000;

    public string Name => settings.Name;

    public string Kind => "postgres";

    public bool TellsNames => true;

    string IRights.Source => settings.Name;

    public async Task<CatalogOutcome> DescribeAsync(Authority authority, CancellationToken cancellation)
    {
        var outcome = await WithPoolAsync<CatalogOutcome>(
            authority,
            async pool => new CatalogOutcome.Visible(await pool.CatalogAsync(settings, cancellation)),
            static (code, reason) => new CatalogOutcome.Unavailable(code, reason),
            cancellation);
        var catalog = (outcome as CatalogOutcome.Visible)?.Catalog;
        pools.Remembered.Keep(authority, Name, catalog);
        pools.Warnings.Note(authority.Subject.Id, Name, catalog?.HasLineage ?? true);
        pools.Warnings.Note(
            Name, (outcome as CatalogOutcome.Unavailable) is { Code: RefusalCodes.Refused or RefusalCodes.Busy } unavailable ? unavailable.Reason : null);
        return outcome;
    }

    public Task<VisibleCatalog?> RecallAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(pools.Remembered.Find(authority, Name));

    /// <summary>Returns the viewer's rights, read from the catalogue with their own login.</summary>
    public async Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
        await DescribeAsync(viewer, cancellation) is CatalogOutcome.Visible(var catalog) ? new PostgresRights(catalog) : null;

    Task<IHeldRights?> IRights.RecallAsync(Authority viewer, CancellationToken cancellation) =>
        Task.FromResult<IHeldRights?>(pools.Remembered.Find(viewer, Name) is { } catalog ? new PostgresRights(catalog) : null);

    public Task<QueryOutcome> QueryAsync(Authority authority, ModelSql sql, QueryLimits limits, CancellationToken cancellation)
    {
        // The text is not normalized: a literal can contain any line end.
        return sql.Text.Length > limits.Characters
            ? Task.FromResult<QueryOutcome>(new QueryOutcome.Failed(RefusalCodes.Limit, "the statement is too long.", []))
            : WithPoolAsync(
                authority,
                pool => QueryAsync(pool, sql.Text, new NamedValues(sql.Values), limits, cancellation),
                (code, reason) => new QueryOutcome.Refused(code, reason, Unknown),
                cancellation);
    }

    public Task<ChangePreview> PreviewAsync(Authority authority, RowChange change, CancellationToken cancellation) => WithPoolAsync<ChangePreview>(
        authority,
        pool => new PostgresChange(settings, authority, pool, change).PreviewAsync(cancellation),
        static (code, reason) => new ChangePreview.Refused(code, reason),
        cancellation);

    public Task<ChangeOutcome> ApplyAsync(Authority authority, RowChange change, string confirmedDigest, CancellationToken cancellation) =>
        WithPoolAsync<ChangeOutcome>(
            authority,
            pool => new PostgresChange(settings, authority, pool, change).ApplyAsync(confirmedDigest, cancellation),
            static (code, reason) => new ChangeOutcome.Refused(code, reason),
            cancellation,
            repeatable: false);

    private ImmutableArray<Touched> Unknown => [Touched.Unknown(Name)];

    private async Task<QueryOutcome> QueryAsync(PersonPool pool, string asked, NamedValues values, QueryLimits limits, CancellationToken cancellation)
    {
        var text = values.Typed(asked);
        var verdict = NameGate.Check(text);
        if (verdict is GateVerdict.Hidden)
            verdict = NameGate.Check(text, NameGate.Own(await pool.CatalogAsync(settings, cancellation), pool.BuiltIns.Names));
        switch (verdict)
        {
            case GateVerdict.Refused(var code, var reason):
                return new QueryOutcome.Failed(code, reason, []);
            case GateVerdict.Hidden(var hidden):
                return new QueryOutcome.Refused(RefusalCodes.NotFound, MissingNames.Describe(hidden, await pool.CatalogAsync(settings, cancellation)), Unknown);
            case GateVerdict.Passed(var tokens):
                // A cursor accepts no trailing semicolon.
                var sql = text[..(tokens[^1].Start + tokens[^1].Typed.Length)];
                var outcome = await RunAsync(pool, sql, tokens, values, limits, cancellation);
                return outcome is QueryOutcome.Rows(var table, _) rows && text != asked ? rows with { Table = table with { Request = asked } } : outcome;
            default:
                throw new InvalidOperationException("Unknown verdict.");
        }
    }

    private async Task<QueryOutcome> RunAsync(
        PersonPool pool,
        string sql,
        IReadOnlyList<SqlToken> tokens,
        NamedValues values,
        QueryLimits limits,
        CancellationToken cancellation,
        bool mayQualify = true)
    {
        var query = new TracedQuery(pool, Name, sql, tokens, values, limits);
        try
        {
            var table = await query.RunAsync(cancellation);
            return query.Lineage switch
            {
                LineageResult.Known known => new QueryOutcome.Rows(table, known.Touched),
                LineageResult.Forbidden => await ForbidAsync(pool, sql, tokens, limits, cancellation),
                LineageResult.Ambiguous(var words) => new QueryOutcome.Refused(RefusalCodes.NotFound, words, Unknown),
                LineageResult.Unknown when await HiddenRowTypes.AreNamedAsync(pool, tokens, cancellation) => await ForbidAsync(
                    pool, sql, tokens, limits, cancellation),
                LineageResult.Unknown => new QueryOutcome.Rows(table, Unknown),
                _ => throw new InvalidOperationException("Unknown lineage."),
            };
        }
        catch (PostgresException error) when (query.IsSent && !SqlStates.IsLogin(error.SqlState))
        {
            var catalog = await pool.CatalogAsync(settings, cancellation);
            var worded = await TryTwinAsync(pool, catalog, sql, tokens, limits, cancellation);
            return worded is null && mayQualify && await AgainAsync(pool, catalog, query.Lineage, error, sql, tokens, values, limits, cancellation) is { } again
                ? again
                : Explain(catalog, error, worded, tokens, query.Lineage);
        }
        catch (NpgsqlException error) when (query.IsSent && error.InnerException is TimeoutException)
        {
            return new QueryOutcome.Failed(RefusalCodes.Limit, "time.", query.Lineage is LineageResult.Known known ? known.Touched : Unknown);
        }
    }

    private static async Task<PostgresException?> TryTwinAsync(
        PersonPool pool, VisibleCatalog catalog, string sql, IReadOnlyList<SqlToken> tokens, QueryLimits limits, CancellationToken cancellation)
    {
        await using var lease = await pool.OpenAsync(cancellation);
        return await PersonTwin.CheckAsync(lease.Connection, catalog, sql, tokens, pool.Session.Transaction(limits, PersonTwin.Path), cancellation);
    }

    /// <summary>Returns the refusal that the text would get if the forbidden objects did not exist.</summary>
    private async Task<QueryOutcome> ForbidAsync(
        PersonPool pool, string sql, IReadOnlyList<SqlToken> tokens, QueryLimits limits, CancellationToken cancellation)
    {
        var catalog = await pool.CatalogAsync(settings, cancellation);
        return Missing(catalog, tokens, await TryTwinAsync(pool, catalog, sql, tokens, limits, cancellation));
    }

    private QueryOutcome.Refused Missing(VisibleCatalog catalog, IReadOnlyList<SqlToken> tokens, PostgresException? worded) =>
        new(RefusalCodes.NotFound, MissingNames.Describe(tokens, catalog, IsWorded(worded) ? PersonTwin.Words(worded!, catalog) : null), Unknown);

    private static bool IsWorded(PostgresException? worded) => worded is not null && SqlStates.IsWordedByTheTwin(worded.SqlState);

    /// <summary>
    /// Runs the text again with qualified names. Returns null unless the server may have used a hidden relation and the text can name another one.
    /// </summary>
    private async Task<QueryOutcome?> AgainAsync(
        PersonPool pool,
        VisibleCatalog catalog,
        LineageResult lineage,
        PostgresException error,
        string sql,
        IReadOnlyList<SqlToken> tokens,
        NamedValues values,
        QueryLimits limits,
        CancellationToken cancellation)
    {
        var mayBeHidden = lineage switch
        {
            LineageResult.Known(var touched, _) => touched.Any(one => catalog.Nameable.All(table => table.QualifiedName != one.Relation)),
            LineageResult.Unknown => !SqlStates.IsTime(error.SqlState),
            _ => false,
        };
        if (!mayBeHidden)
            return null;
        var (qualified, ambiguity) = HiddenNamesakes.Qualify(sql, tokens, catalog);
        if (ambiguity is not null)
            return new QueryOutcome.Refused(RefusalCodes.NotFound, ambiguity, Unknown);
        if (qualified is null || NameGate.Check(qualified, NameGate.Own(catalog, pool.BuiltIns.Names)) is not GateVerdict.Passed(var named))
            return null;
        var outcome = await RunAsync(pool, qualified, named, values, limits, cancellation, mayQualify: false);
        return outcome is QueryOutcome.Rows(var table, _) rows ? rows with { Table = table with { Request = sql } } : outcome;
    }

    private QueryOutcome Explain(
        VisibleCatalog catalog, PostgresException error, PostgresException? worded, IReadOnlyList<SqlToken> tokens, LineageResult lineage)
    {
        var touched = lineage is LineageResult.Known known ? known.Touched : Unknown;
        var outside = Outside(error.SqlState);
        // This check is first, because the locked, slow or broken relation may be hidden from this person.
        if (worded is not null && SqlStates.IsMissing(worded.SqlState) && (outside is null || !IsWorded(worded) || RelationNames.AnyHidden(tokens, catalog)))
            return Missing(catalog, tokens, worded);
        if (outside is { } cause)
            return cause.Code == RefusalCodes.Refused
                ? new QueryOutcome.Refused(cause.Code, cause.Text, touched)
                : new QueryOutcome.Failed(cause.Code, cause.Text, touched);
        if (lineage is LineageResult.Ambiguous(var words))
            return new QueryOutcome.Refused(RefusalCodes.NotFound, words, Unknown);
        if (worded is not null && Outside(worded.SqlState) is null)
            return new QueryOutcome.Failed(RefusalCodes.Shape, Short(PersonTwin.Words(worded, catalog)), Unknown);
        if (error.SqlState == SqlStates.PoliciesLoop)
            return new QueryOutcome.Refused(RefusalCodes.Refused, PoliciesLoop, touched);
        if (SqlStates.IsRaisedByRule(error.SqlState) || lineage is LineageResult.Known { IsDenied: true })
            return new QueryOutcome.Refused(RefusalCodes.Refused, RuleFailed, touched);
        // This includes missing permissions: a hidden object gets the same answer as a nonexistent one.
        if (SqlStates.IsMissing(error.SqlState))
            return Missing(catalog, tokens, worded: null);
        if (error.SqlState == SqlStates.ReadOnly)
            return new QueryOutcome.Failed(RefusalCodes.Shape, ReadOnly, touched);
        // An error message quotes the value that caused it. With row security and invoker views, that value is in a visible row.
        var reason =
            lineage is LineageResult.Known { ErrorsAreSafe: true } ? Short(error.MessageText)
            : SqlStates.IsAboutData(error.SqlState) ? FailedOnData
            : CannotRun;
        return new QueryOutcome.Failed(RefusalCodes.Shape, reason, touched);
    }

    /// <summary>Returns the causes that are independent of the text: a limit, another session's lock, or a failure of the server.</summary>
    private static (string Code, string Text)? Outside(string state) =>
        SqlStates.IsTime(state) ? (RefusalCodes.Limit, "time.")
        : SqlStates.IsBusy(state) ? (RefusalCodes.Busy, state == SqlStates.Locked ? Locked : "somebody else changes the same data now; ask again.")
        : SqlStates.IsLimit(state)
            ? (
                RefusalCodes.Limit,
                state.StartsWith("53", StringComparison.Ordinal) ? "the database has too little memory or disk for this now." : "the statement needs too much.")
        : state == SqlStates.NotReady ? (RefusalCodes.Refused, NotReady)
        : SqlStates.IsFar(state) ? (RefusalCodes.Refused, FarAway)
        : SqlStates.IsServers(state) ? (RefusalCodes.Refused, ServerFailed)
        : null;

    /// <summary>Truncates an engine's message, because it can quote a value of any length.</summary>
    private static string Short(string words) => words.Length <= MostWords ? words : string.Concat(words.AsSpan(0, MostWords), Cell.Cut);

    private static T Gone<T>(Exception error, Func<string, string, T> refuse)
    {
        var state = (error as PostgresException)?.SqlState;
        var code =
            state is null ? RefusalCodes.Refused
            : SqlStates.IsIdentity(state) ? RefusalCodes.Identity
            : SqlStates.IsBusy(state) ? RefusalCodes.Busy
            : RefusalCodes.Refused;
        // A catalogue with row policies waits for a lock on their tables.
        return refuse(code, state == SqlStates.Locked ? Locked : SqlStates.WhyUnreachable(state) is { } why ? $"{why}." : Unreachable);
    }

    /// <summary>Runs an action with the person's pool. If the login of a pool has become invalid, the pool is dropped and reopened once.</summary>
    private async Task<T> WithPoolAsync<T>(
        Authority authority, Func<PersonPool, Task<T>> act, Func<string, string, T> refuse, CancellationToken cancellation, bool repeatable = true)
    {
        for (var last = !repeatable; ; last = true)
        {
            var result = await pools.GetAsync(authority, settings, cancellation);
            if (result is PoolResult.Refused(var code, var reason))
                return refuse(code, reason);
            var pool = ((PoolResult.Open)result).Pool;
            try
            {
                return await act(pool);
            }
            catch (Exception error) when (error is ObjectDisposedException or PostgresException || (error is NpgsqlException && repeatable))
            {
                // A write whose connection broke may have been applied. Its exception is rethrown, and the result is not "refused".
                pools.Drop(pool);
                if (last)
                    return Gone(error, refuse);
            }
        }
    }
}
