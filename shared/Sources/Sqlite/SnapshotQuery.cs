using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Evidence;
using Onbehalf.Sources.Policy;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tools;
using SQLitePCL;

namespace Onbehalf.Sources.Sqlite;

/// <summary>
/// Runs one model-written text. It is compiled on the empty twin first, so the message of a compile error comes from there. It then runs on the
/// data with a deadline.
/// </summary>
internal sealed class SnapshotQuery(Snapshot snapshot, string source, ModelSql sql, QueryLimits limits, CancellationToken cancellation)
{
    private const long MostMemory = 64 * 1024 * 1024;

    public QueryOutcome Run()
    {
        if (sql.Text.Contains('\0'))
            return new QueryOutcome.Failed(RefusalCodes.Shape, "a NUL character is not allowed.", []);
        snapshot.TwinGuard.Reset();
        snapshot.DataGuard.Reset();
        using var turn = new SqliteTurn(MostMemory, limits.Deadline, cancellation);
        turn.Watch(snapshot.Twin);
        turn.Watch(snapshot.Data);
        if (Compile() is { } failure)
            return failure;
        if (raw.sqlite3_prepare_v2(snapshot.Data.Database, sql.Text, out var statement) != raw.SQLITE_OK)
            return new QueryOutcome.Refused(RefusalCodes.Refused, "the source refused the statement.", [Evidence.Touched.Unknown(source)]);
        using (statement)
        {
            Bind(statement);
            var touched = Touched();
            return TooLarge(touched) ?? Rows(statement, touched);
        }
    }

    private QueryOutcome? Compile()
    {
        var code = raw.sqlite3_prepare_v2(snapshot.Twin.Database, sql.Text, out var statement, out var tail);
        using (statement)
        {
            if (code != raw.SQLITE_OK)
                return Unfit(code);
            if (statement is null || statement.IsInvalid)
                return Shape("there is no statement.");
            if (!string.IsNullOrWhiteSpace(tail) && (raw.sqlite3_prepare_v2(snapshot.Twin.Database, tail, out var second) != raw.SQLITE_OK || !second.IsInvalid)
            )
                return Shape("only one statement can be run.");
            if (raw.sqlite3_stmt_isexplain(statement) != 0 || raw.sqlite3_stmt_readonly(statement) == 0 || raw.sqlite3_column_count(statement) == 0)
                return Shape("only one query (SELECT) can be run.");
            return Enumerable.Range(1, raw.sqlite3_bind_parameter_count(statement)).Any(i => ValueOf(statement, i) is null)
                ? Shape("parameters are not allowed.")
                : null;
        }
    }

    /// <summary>Binds the values. A date is bound as text.</summary>
    private void Bind(sqlite3_stmt statement)
    {
        for (var i = 1; i <= raw.sqlite3_bind_parameter_count(statement); i++)
        {
            if (ValueOf(statement, i)?.Value is { } value)
                raw.sqlite3_bind_text(statement, i, value);
        }
    }

    private BoundValue? ValueOf(sqlite3_stmt statement, int index) =>
        raw.sqlite3_bind_parameter_name(statement, index).utf8_to_string() is { } name ? sql.Values.FirstOrDefault(value => name == $":{value.Name}") : null;

    private QueryOutcome Unfit(int code)
    {
        if (Expired(code, [Evidence.Touched.Unknown(source)]) is { } limit)
            return limit;
        if (snapshot.TwinGuard.Refusal is { } refusal)
            return refusal.Code == RefusalCodes.NotFound ? Missing(refusal.Text) : Shape(refusal.Text);
        var message = snapshot.Twin.Message;
        return message.StartsWith("no such", StringComparison.Ordinal) ? Missing(message)
            : code == raw.SQLITE_TOOBIG ? new QueryOutcome.Failed(RefusalCodes.Limit, "the statement is too long.", [])
            : Shape(message);
    }

    private QueryOutcome.Refused Missing(string words)
    {
        var typed = words[(words.LastIndexOf(' ') + 1)..];
        var near = MissingNames.Nearest(
            typed, snapshot.Tables.SelectMany(static t => t.Columns.Select(static c => c.Name).Prepend(t.Name)).Distinct(StringComparer.Ordinal));
        return new(RefusalCodes.NotFound, near.Length == 0 ? $"{words}." : $"{words}. Nearest: {near}.", [Evidence.Touched.Unknown(source)]);
    }

    private QueryOutcome.Failed Shape(string words) => new(RefusalCodes.Shape, words, [Evidence.Touched.Unknown(source)]);

    private QueryOutcome Rows(sqlite3_stmt statement, ImmutableArray<Touched> touched)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        var width = raw.sqlite3_column_count(statement);
        var (bytes, cut, code) = (0L, false, 0);
        var isNumber = new bool?[width];
        while (!cut && (code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            // The size is measured in the engine's memory, so a truncated row is never copied.
            bytes += Enumerable.Range(0, width).Sum(i => Size(statement, i));
            cut = rows.Count == limits.Rows || bytes > limits.Bytes;
            if (cut)
                continue;
            for (var i = 0; i < width; i++)
                isNumber[i] = IsNumber(statement, i) is { } number ? number && isNumber[i] != false : isNumber[i];
            rows.Add([.. Enumerable.Range(0, width).Select(i => Value(statement, i))]);
        }

        if (!cut && code != raw.SQLITE_DONE)
            return Expired(code, touched) ?? new QueryOutcome.Failed(RefusalCodes.Shape, snapshot.Data.Message, touched);
        ImmutableArray<ResultColumn> columns =
        [
            .. Enumerable
                .Range(0, width)
                .Select(i => new ResultColumn(raw.sqlite3_column_name(statement, i).utf8_to_string(), Kind(statement, i, isNumber[i]))
                {
                    Refers = KeyOf(statement, i),
                }),
        ];
        return new QueryOutcome.Rows(new(source, sql.Text, columns, rows.ToImmutable(), cut), touched);
    }

    /// <summary>
    /// Returns the key that a result column refers to, by the table and column that the engine names as its origin. For a union, the engine names the
    /// origin of the first part only, so a text with this word has no keys.
    /// </summary>
    private ReferredKey? KeyOf(sqlite3_stmt statement, int column)
    {
        if (sql.Text.Contains("union", StringComparison.OrdinalIgnoreCase))
            return null;
        var table = raw.sqlite3_column_table_name(statement, column).utf8_to_string();
        var origin = raw.sqlite3_column_origin_name(statement, column).utf8_to_string();
        var references = snapshot.Tables.FirstOrDefault(one => Same(table, one.Name))?.ReferencesIn(snapshot.Tables);
        return references?.FirstOrDefault(one => Same(origin, one.Column)) is { } reference ? new(reference.Table, reference.TableColumn) : null;
    }

    private static QueryOutcome.Failed? Expired(int code, ImmutableArray<Touched> touched) => code switch
    {
        raw.SQLITE_INTERRUPT => new(RefusalCodes.Limit, "time.", touched),
        raw.SQLITE_NOMEM => new(RefusalCodes.Limit, "memory.", touched),
        _ => null,
    };

    /// <summary>
    /// Returns the columns that the authorizer reported on the twin and those that the program reads. A table counts if the program opens it or
    /// if one of its columns is named. Its name alone can be the statement's own.
    /// </summary>
    private ImmutableArray<Touched> Touched()
    {
        if (ProgramReads.Of(snapshot.Data, sql.Text, snapshot.Roots) is not { } read)
            return [Evidence.Touched.Unknown(source)];
        var all = read.Union(snapshot.TwinGuard.Reads.Select(static named => (named.Table, (string?)named.Column)));
        return
        [
            .. snapshot
                .Tables.Where(table => all.Any(one => Same(one.Table, table.Name)))
                .OrderBy(static table => table.Name, StringComparer.Ordinal)
                .Select(table =>
                {
                    ImmutableArray<string> columns =
                    [
                        .. table
                            .Columns.Select(static c => c.Name)
                            .Where(c => all.Any(one => Same(one.Table, table.Name) && Same(one.Column, c)))
                            .Order(StringComparer.Ordinal),
                    ];
                    return new Touched(source, table.Name, columns, table.Permitted.RulesFor(columns));
                }),
        ];
    }

    /// <summary>
    /// Returns the refusal for a table without copied rows. A statement that reads no table concerns the whole source, so it is refused if any
    /// table was not copied.
    /// </summary>
    private QueryOutcome.Refused? TooLarge(ImmutableArray<Touched> touched)
    {
        var named = touched.FirstOrDefault(one => one.Undecided || snapshot.TooLarge.Contains(one.Relation));
        if (snapshot.TooLarge.IsEmpty || (named is null && !touched.IsEmpty))
            return null;
        return new(
            RefusalCodes.Limit,
            $"what you may see of {(named is null or { Undecided: true } ? source : named.Relation)} is too large to be queried here.",
            touched.IsEmpty ? [Evidence.Touched.Unknown(source)] : touched);
    }

    /// <summary>Returns the size of a value in the same way as <see cref="CellText.Size"/>.</summary>
    private static long Size(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_TEXT => raw.sqlite3_column_bytes(statement, column) + 3L,
        raw.SQLITE_BLOB => (raw.sqlite3_column_bytes(statement, column) * 2L) + 5,
        _ => 12,
    };

    private static object? Value(sqlite3_stmt statement, int column) =>
        raw.sqlite3_column_type(statement, column) switch
        {
            raw.SQLITE_NULL => null,
            raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column) is var whole && whole is >= -Cell.MostExact and <= Cell.MostExact
                ? whole
                : whole.ToString(CultureInfo.InvariantCulture),
            raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column) is var number && double.IsFinite(number) ? AsShown(number)
            : number > 0 ? "Inf"
            : "-Inf",
            raw.SQLITE_BLOB => "\\x" + Convert.ToHexStringLower(raw.sqlite3_column_blob(statement, column)),
            _ => raw.sqlite3_column_text(statement, column).utf8_to_string(),
        };

    /// <summary>SQLite's own text of a number has 15 significant digits, so a sum of cents shows no noise of binary fractions.</summary>
    private static double AsShown(double number) => double.Parse(number.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Returns whether the value is a number. Null for a null value.</summary>
    private static bool? IsNumber(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER or raw.SQLITE_FLOAT => true,
        _ => false,
    };

    /// <param name="statement">The statement.</param>
    /// <param name="column">The index of the column.</param>
    /// <param name="isNumber">True if all values read so far are numbers, null if there were none.</param>
    private static string Kind(sqlite3_stmt statement, int column, bool? isNumber)
    {
        if (isNumber == true)
            return "number";
        return raw.sqlite3_column_decltype(statement, column).utf8_to_string()?.ToLowerInvariant() switch
        {
            "date" => "date",
            "datetime" or "timestamp" => "time",
            "json" => "json",
            _ => "text",
        };
    }

    private static bool Same(string? left, string right) => SqliteNames.Comparer.Equals(left, right);
}
