using System.Collections.Immutable;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Applies one change of one row with the person's own login. Names come from the person's catalogue, and values are parameters. A refusal by
/// the database is the same sentence for every cause, because unique keys, foreign keys and checks would otherwise reveal hidden rows.
/// </summary>
internal sealed class PostgresChange(PostgresSettings settings, Authority authority, PersonPool pool, RowChange change)
{
    private const string NotAccepted = "The source did not accept this change.";
    private const string TooLarge = "The row is too large to be shown before it is changed.";
    private const string BadValue = "A value does not fit its column.";
    private const string Locked = "The row is locked by somebody else now; ask again.";
    private const string TooLong = "The change took longer than it may. Nothing was changed.";
    private const string NoLonger = "What was confirmed is no longer what is there.";
    private const string OtherValue = "The source would store another value than the confirmed one. Nothing was changed.";
    private const string BeforeWrite = "before_write";

    private static readonly QueryLimits Limits = new(2, 1_048_576, TimeSpan.FromSeconds(5));

    public async Task<ChangePreview> PreviewAsync(CancellationToken cancellation)
    {
        var (table, problem) = await TableAsync(cancellation);
        if (table is null)
            return new ChangePreview.Refused(problem!.Value.Code, problem.Value.Text);
        await using var lease = await pool.OpenAsync(cancellation);
        var connection = lease.Connection;
        try
        {
            await using var transaction = await BeginAsync(connection, cancellation);
            if (await MadeByServerAsync(connection, table, cancellation) is { } made)
                return new ChangePreview.Refused(RefusalCodes.Shape, $"the source itself makes the value of {made}.");
            var forms = await ValueForms.ReadAsync(connection, table, change, cancellation);
            return await ReadOnlyAsync(connection, table, cancellation) switch
            {
                { Count: 1 } rows => Ready(table, rows[0], pool.Confirmed.Find(Asked(table, rows[0])) ?? forms),
                null => new ChangePreview.Refused(RefusalCodes.Limit, TooLarge),
                { Count: 0 } => new ChangePreview.Refused(RefusalCodes.NotFound, "no such row."),
                _ => new ChangePreview.Refused(RefusalCodes.Shape, "the key names more than one row."),
            };
        }
        catch (PostgresException error) when (!SqlStates.IsLogin(error.SqlState))
        {
            return new ChangePreview.Refused(CodeOf(error), TextOf(error));
        }
    }

    public async Task<ChangeOutcome> ApplyAsync(string confirmedDigest, CancellationToken cancellation)
    {
        var (table, problem) = await TableAsync(cancellation);
        if (table is null)
            return new ChangeOutcome.Refused(problem!.Value.Code, problem.Value.Text);
        await using var lease = await pool.OpenAsync(cancellation);
        var connection = lease.Connection;
        try
        {
            await using var transaction = await BeginAsync(connection, cancellation);
            var rows = await ReadAsync(connection, table, cancellation);
            if (rows is null)
                return new ChangeOutcome.Refused(RefusalCodes.Limit, TooLarge);
            if (rows.Count != 1 || !confirmedDigest.StartsWith(Asked(table, rows[0]), StringComparison.Ordinal))
                return new ChangeOutcome.Refused(RefusalCodes.Changed, NoLonger);
            var (written, stored) = await WriteAsync(transaction, table, rows[0], cancellation);
            if (written != 1)
                return new ChangeOutcome.Refused(RefusalCodes.Refused, NotAccepted);
            // Without the right to read the new row, the person confirmed the values in the form of their types.
            stored ??= await ValueForms.ReadAsync(connection, table, change, cancellation);
            if (Ready(table, rows[0], stored).Digest != confirmedDigest)
            {
                pool.Confirmed.Keep(Asked(table, rows[0]), stored);
                return new ChangeOutcome.Refused(RefusalCodes.Changed, OtherValue);
            }

            await transaction.CommitAsync(cancellation);
            pool.Confirmed.Forget(Asked(table, rows[0]));
            return new ChangeOutcome.Done(TouchedBy(table));
        }
        catch (PostgresException error) when (!SqlStates.IsLogin(error.SqlState))
        {
            return new ChangeOutcome.Refused(CodeOf(error), TextOf(error));
        }
    }

    private async Task<(VisibleTable? Table, (string Code, string Text)? Problem)> TableAsync(CancellationToken cancellation)
    {
        var catalog = await pool.CatalogAsync(settings, cancellation);
        if (catalog.Find(change.Table) is not { } table)
            return (null, (RefusalCodes.NotFound, catalog.Ambiguity(change.Table) ?? $"no such table: {change.Table}."));
        var unknown = change.Key.Keys.Concat(change.Values.Keys).Where(n => table.Columns.All(c => c.Name != n)).ToList();
        if (unknown.Count > 0)
            return (null, (RefusalCodes.NotFound, $"no such column: {string.Join(", ", unknown)}."));
        if (change.Operation != ChangeOperation.Insert && (change.Key.IsEmpty || change.Key.Values.Any(static v => v is null)))
            return (null, (RefusalCodes.Shape, "the key must name one row by its values."));
        if (change.Operation != ChangeOperation.Delete && change.Values.IsEmpty)
            return (null, (RefusalCodes.Shape, "there is nothing to write."));
        return table.Writable ? (table, null) : (null, (RefusalCodes.Refused, NotAccepted));
    }

    private async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        // The person's own path is needed for the operators of extension types and for names in trigger bodies.
        foreach (var setting in pool.Session.Query(Limits))
            batch.BatchCommands.Add(new(setting));
        await batch.ExecuteNonQueryAsync(cancellation);
        return transaction;
    }

    /// <summary>Returns the first generated or identity column among the columns of the change, or null.</summary>
    private async Task<string?> MadeByServerAsync(NpgsqlConnection connection, VisibleTable table, CancellationToken cancellation)
    {
        if (change.Values.IsEmpty)
            return null;
        await using var command = new NpgsqlCommand { Connection = connection };
        command.Parameters.Add(new() { Value = change.Values.Keys.ToArray() });
        command.CommandText = $"""
            SELECT a.attname::text FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = {Text(command, table.Schema)} AND c.relname = {Text(
                command, table.Name)} AND a.attname = ANY ($1) AND (a.attgenerated <> '' OR a.attidentity = 'a') ORDER BY 1 LIMIT 1
            """;
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>
    /// Reads the row in a read-only transaction, so that functions of its policies and of a view write nothing before the confirmation.
    /// </summary>
    private async Task<List<ImmutableSortedDictionary<string, string?>>?> ReadOnlyAsync(
        NpgsqlConnection connection, VisibleTable table, CancellationToken cancellation)
    {
        await using var limit = GuardedQuery.Batch(connection, ["SET TRANSACTION READ ONLY"]);
        await limit.ExecuteNonQueryAsync(cancellation);
        return await ReadAsync(connection, table, cancellation);
    }

    /// <summary>
    /// Returns at most two rows with this key, as text; for an insert, one empty row. Null if a row is too large for a card; the server then
    /// does not send it.
    /// </summary>
    private async Task<List<ImmutableSortedDictionary<string, string?>>?> ReadAsync(
        NpgsqlConnection connection, VisibleTable table, CancellationToken cancellation)
    {
        if (change.Operation == ChangeOperation.Insert)
            return [ImmutableSortedDictionary<string, string?>.Empty];
        var shown = table
            .Columns.Select(static c => c.Name)
            .Where(c => change.Operation == ChangeOperation.Delete || change.Values.ContainsKey(c) || change.Key.ContainsKey(c))
            .ToList();
        await using var command = new NpgsqlCommand { Connection = connection };
        var texts = string.Join(", ", shown.Select(static (c, i) => $"{Quote.Name(c)}::text AS c{i}"));
        var size = string.Join(" + ", shown.Select(static (_, i) => $"coalesce(octet_length(c{i})::bigint, 0)"));
        command.CommandText = $"""
            SELECT fits{string.Concat(shown.Select(static (_, i) => $", CASE WHEN fits THEN c{i} END"))}
            FROM (SELECT *, {size} <= {Limits.Bytes} AS fits FROM (SELECT {texts} FROM {Target(table)} WHERE {Key(table, command)} LIMIT 2) row) sized
            """;
        var rows = new List<ImmutableSortedDictionary<string, string?>>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (!reader.GetBoolean(0))
                return null;
            rows.Add(
                shown
                    .Select((name, i) => KeyValuePair.Create(name, reader.IsDBNull(i + 1) ? null : reader.GetString(i + 1)))
                    .ToImmutableSortedDictionary(StringComparer.Ordinal));
        }

        return rows;
    }

    /// <summary>
    /// Writes the row. Returns the number of rows and their stored values. These are null if the person may write the row but not read it.
    /// </summary>
    private async Task<(int Rows, ImmutableSortedDictionary<string, string?>? Stored)> WriteAsync(
        NpgsqlTransaction transaction, VisibleTable table, ImmutableSortedDictionary<string, string?> old, CancellationToken cancellation)
    {
        if (change.Operation != ChangeOperation.Delete)
        {
            await transaction.SaveAsync(BeforeWrite, cancellation);
            try
            {
                return await WriteAndReadAsync(transaction, table, old, cancellation);
            }
            catch (PostgresException error) when (error.SqlState == SqlStates.PermissionDenied)
            {
                await transaction.RollbackAsync(BeforeWrite, cancellation);
            }
            catch (PostgresException error) when (error.SqlState == SqlStates.NotSupported)
            {
                await transaction.RollbackAsync(BeforeWrite, cancellation);
                return await WriteByRuleAsync(transaction.Connection!, table, old, cancellation);
            }
        }

        await using var unseen = Write(transaction.Connection!, table, old, isReturning: false);
        return (await unseen.ExecuteNonQueryAsync(cancellation), null);
    }

    /// <summary>
    /// Writes to a view whose DO INSTEAD rule returns nothing, and reads the row again. Zero rows when it cannot be found again, so that nothing is
    /// stored which nobody has seen.
    /// </summary>
    private async Task<(int Rows, ImmutableSortedDictionary<string, string?>? Stored)> WriteByRuleAsync(
        NpgsqlConnection connection, VisibleTable table, ImmutableSortedDictionary<string, string?> old, CancellationToken cancellation)
    {
        if (change.Operation != ChangeOperation.Update || change.Values.Keys.Any(change.Key.ContainsKey))
            return (0, null);
        await using var unseen = Write(connection, table, old, isReturning: false);
        var written = await unseen.ExecuteNonQueryAsync(cancellation);
        return await ReadAsync(connection, table, cancellation) is [var row]
            ? (written, row.Where(cell => change.Values.ContainsKey(cell.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal))
            : (0, null);
    }

    private async Task<(int Rows, ImmutableSortedDictionary<string, string?>? Stored)> WriteAndReadAsync(
        NpgsqlTransaction transaction, VisibleTable table, ImmutableSortedDictionary<string, string?> old, CancellationToken cancellation)
    {
        await using var command = Write(transaction.Connection!, table, old, isReturning: true);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        ImmutableSortedDictionary<string, string?>? stored = null;
        var rows = 0;
        for (; await reader.ReadAsync(cancellation); rows++)
            stored = ValueForms.Row(reader, change);
        return (rows, stored);
    }

    /// <summary>Builds the write statement. Its condition contains the old values, so a concurrent change is not overwritten.</summary>
    private NpgsqlCommand Write(NpgsqlConnection connection, VisibleTable table, ImmutableSortedDictionary<string, string?> old, bool isReturning)
    {
        var command = new NpgsqlCommand { Connection = connection };
        var values = change.Values.Select(v => (Name: Quote.Name(v.Key), Value: ValueForms.Parameter(command.Parameters, table, v.Key, v.Value))).ToList();
        string Unchanged() => string.Concat(old.Select(o => $" AND {Quote.Name(o.Key)}::text IS NOT DISTINCT FROM {Text(command, o.Value)}"));
        command.CommandText = change.Operation switch
        {
            ChangeOperation.Insert =>
                $"INSERT INTO {Target(table)} ({string.Join(", ", values.Select(static v => v.Name))}) VALUES ({string.Join(", ", values.Select(static v => v.Value))})",
            ChangeOperation.Update =>
                $"UPDATE {Target(table)} SET {string.Join(", ", values.Select(static v => $"{v.Name} = {v.Value}"))} WHERE {Key(table, command)}{Unchanged()}",
            ChangeOperation.Delete => $"DELETE FROM {Target(table)} WHERE {Key(table, command)}{Unchanged()}",
            _ => throw new InvalidOperationException("Unknown operation."),
        };
        if (isReturning)
            command.CommandText += $" RETURNING {string.Join(", ", change.Values.Keys.Select(static name => $"{Quote.Name(name)}::text"))}";
        return command;
    }

    private string Key(VisibleTable table, NpgsqlCommand command) =>
        string.Join(" AND ", change.Key.Select(k => $"{Quote.Name(k.Key)} = {ValueForms.Parameter(command.Parameters, table, k.Key, k.Value)}"));

    private static string Text(NpgsqlCommand command, string? value)
    {
        command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return $"${command.Parameters.Count}";
    }

    private static string Target(VisibleTable table) => $"{Quote.Name(table.Schema)}.{Quote.Name(table.Name)}";

    private ChangePreview.Ready Ready(VisibleTable table, ImmutableSortedDictionary<string, string?> old, ImmutableSortedDictionary<string, string?> stored) =>
        new($"{settings.Name}: {table.QualifiedName}", old, stored, $"{Asked(table, old)}.{ChangeDigest.Of(stored)}", TouchedBy(table));

    private string Asked(VisibleTable table, ImmutableSortedDictionary<string, string?> old) =>
        ChangeDigest.Of(authority, settings.Name, table.QualifiedName, change, old);

    private ImmutableArray<Touched> TouchedBy(VisibleTable table) =>
    [
        new(
            settings.Name, table.QualifiedName, [.. table.Columns.Select(static c => c.Name)], table.RowRules, Undecided: false, table.DependsOnAsker,
            Definition: table.Definition),
    ];

    private static string CodeOf(PostgresException error) =>
        IsAboutValue(error) ? RefusalCodes.Shape
        : SqlStates.IsBusy(error.SqlState) ? RefusalCodes.Busy
        : SqlStates.IsLimit(error.SqlState) ? RefusalCodes.Limit
        : RefusalCodes.Refused;

    private static string TextOf(PostgresException error) =>
        IsAboutValue(error) ? BadValue : SqlStates.IsBusy(error.SqlState) ? Locked : SqlStates.IsTime(error.SqlState) ? TooLong : NotAccepted;

    /// <summary>Returns true for an error of the data, or of a domain's check or NOT NULL, which depends on the value alone.</summary>
    private static bool IsAboutValue(PostgresException error) =>
        SqlStates.IsAboutData(error.SqlState) || (error.SqlState is "23514" or "23502" && error.TableName is null && error.DataTypeName is not null);
}
