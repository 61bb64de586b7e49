using System.Collections.Immutable;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Converts the given values to the stored form of their columns: rounded, spelled and checked by their types. No trigger, rule or default of
/// the table runs, and no row of it is read. Neither the form nor an error therefore depends on hidden rows.
/// </summary>
internal static class ValueForms
{
    private const string Copy = "pg_temp.onbehalf_values";
    private const string Before = "before_forms";
    private const string Undo = $"ROLLBACK TO SAVEPOINT {Before}";

    /// <summary>
    /// Reads the stored forms through an INSERT into an empty temporary copy of the columns. It converts and checks a value exactly as the table
    /// does. A login without the right to create temporary tables gets the result of a cast, which truncates a text that is too long. The given
    /// values are returned unchanged if the login may not name the type, or if the type's check writes something.
    /// </summary>
    public static async Task<ImmutableSortedDictionary<string, string?>> ReadAsync(
        NpgsqlConnection connection, VisibleTable table, RowChange change, CancellationToken cancellation)
    {
        if (change.Values.IsEmpty)
            return change.Values;
        var columns = string.Join(", ", change.Values.Keys.Select(name => $"{Quote.Name(name)} {TypeOf(table, name)}"));
        var texts = string.Join(", ", change.Values.Keys.Select(static name => $"{Quote.Name(name)}::text"));
        await using var copied = Batch(
            connection,
            table,
            change,
            [$"CREATE TEMPORARY TABLE {Copy} ({columns})"],
            values => $"INSERT INTO {Copy} VALUES ({string.Join(", ", values)}) RETURNING {texts}");
        try
        {
            return await RowAsync(copied, change, cancellation);
        }
        catch (PostgresException error)
            when (!SqlStates.IsLogin(error.SqlState) && (IsUndecided(error) || ReferenceEquals(error.BatchCommand, copied.BatchCommands[1])))
        {
            return await CastAsync(connection, table, change, cancellation);
        }
    }

    private static async Task<ImmutableSortedDictionary<string, string?>> CastAsync(
        NpgsqlConnection connection, VisibleTable table, RowChange change, CancellationToken cancellation)
    {
        await using var undo = GuardedQuery.Batch(connection, [Undo]);
        await undo.ExecuteNonQueryAsync(cancellation);
        await using var cast = Batch(connection, table, change, [], values =>
            $"SELECT {string.Join(", ", change.Values.Keys.Select((name, i) => $"({values[i]}::{TypeOf(table, name)})::text"))}");
        try
        {
            return await RowAsync(cast, change, cancellation);
        }
        catch (PostgresException error) when (IsUndecided(error))
        {
            await undo.ExecuteNonQueryAsync(cancellation);
            return change.Values.Select(v => KeyValuePair.Create(v.Key, Given(table, v.Key, v.Value))).ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Returns the statements between a savepoint and its rollback. The last one runs read-only, so a function that it calls writes nothing.
    /// </summary>
    private static NpgsqlBatch Batch(
        NpgsqlConnection connection, VisibleTable table, RowChange change, string[] before, Func<IReadOnlyList<string>, string> last)
    {
        var batch = GuardedQuery.Batch(connection, [$"SAVEPOINT {Before}", .. before, "SET TRANSACTION READ ONLY"]);
        var command = new NpgsqlBatchCommand();
        command.CommandText = last([.. change.Values.Select(v => Parameter(command.Parameters, table, v.Key, v.Value))]);
        batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(new(Undo));
        return batch;
    }

    private static bool IsUndecided(PostgresException error) => error.SqlState is SqlStates.PermissionDenied or SqlStates.ReadOnly;

    /// <summary>
    /// Adds a parameter without a type, so the server treats it like a literal of the column's type, with its length and constraints.
    /// </summary>
    public static string Parameter(NpgsqlParameterCollection parameters, VisibleTable table, string column, string? value)
    {
        parameters.Add(new NpgsqlParameter { Value = (object?)Given(table, column, value) ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown });
        return $"${parameters.Count}";
    }

    /// <summary>Returns the texts of a row with the columns of <see cref="RowChange.Values"/>, in their order.</summary>
    public static ImmutableSortedDictionary<string, string?> Row(NpgsqlDataReader reader, RowChange change) =>
        change
            .Values.Keys.Select((name, i) => KeyValuePair.Create(name, reader.IsDBNull(i) ? null : reader.GetString(i)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static async Task<ImmutableSortedDictionary<string, string?>> RowAsync(NpgsqlBatch batch, RowChange change, CancellationToken cancellation)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return Row(reader, change);
    }

    private static string? Given(VisibleTable table, string column, string? value)
    {
        var kind = Column(table, column);
        return kind.IsDomainOfList || kind.Type.EndsWith(']') ? ArrayText.Of(value, kind.Type)
            : kind.Type is "smallint" or "integer" or "bigint" ? Whole(value)
            : value;
    }

    /// <summary>Returns <c>5</c> for <c>5.0</c>. The two are one number in JSON, but the server's whole numbers have one spelling.</summary>
    private static string? Whole(string? value) =>
        value?.IndexOf('.', StringComparison.Ordinal) is > 0 and int point && point < value!.Length - 1 && value.AsSpan(point + 1).Trim('0').IsEmpty
            ? value[..point]
            : value;

    private static string TypeOf(VisibleTable table, string column) => Column(table, column).Type;

    private static VisibleColumn Column(VisibleTable table, string column) => table.Columns.Single(c => c.Name == column);
}
