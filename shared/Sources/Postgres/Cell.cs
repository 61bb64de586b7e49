using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Reads one column of a result as JSON scalars. A cell of any length arrives in pieces and is cut where the room ends, so that it is never held whole.
/// </summary>
internal sealed record Cell(int Column, string Kind, CellForm Form)
{
    public const string Cut = "…";

    /// <summary>Characters of a text that are read at once.</summary>
    private const int Piece = 4_096;

    private const string Unreadable = "(cast this to text to read it)";

    public static Cell Of(NpgsqlDataReader reader, int column)
    {
        var type = reader.GetDataTypeName(column);
        return new(column, KindOf(type), FormOf(type));
    }

    /// <summary>In the order of the columns, once each. <paramref name="room"/>: characters.</summary>
    public async ValueTask<(object? Value, bool IsCut)> ReadAsync(NpgsqlDataReader reader, int room, CancellationToken cancellation)
    {
        if (await reader.IsDBNullAsync(Column, cancellation))
            return (null, false);
        try
        {
            return Form switch
            {
                CellForm.Text => await TextAsync(reader, room, cancellation),
                CellForm.Bytes => await BytesAsync(reader, room, cancellation),
                CellForm.Interval => (Interval(reader.GetFieldValue<NpgsqlInterval>(Column)), false),
                CellForm.Small => (Scalar(reader.GetValue(Column)), false),
                CellForm.Any => reader.GetBytes(Column, 0, null, 0, 0) > room ? (Cut, true) : (Scalar(reader.GetValue(Column)), false),
                _ => throw new InvalidOperationException("Unknown form."),
            };
        }
        catch (Exception error) when (error is InvalidCastException or NotSupportedException or OverflowException)
        {
            return (Unreadable, false);
        }
    }

    private async ValueTask<(object?, bool)> TextAsync(NpgsqlDataReader reader, int room, CancellationToken cancellation)
    {
        // A text has at most as many characters as bytes.
        if (reader.GetBytes(Column, 0, null, 0, 0) <= Math.Min(room, Piece))
            return (reader.GetString(Column), false);
        using var text = await reader.GetTextReaderAsync(Column, cancellation);
        var read = new StringBuilder();
        var piece = new char[Math.Min(room + 1, Piece)];
        while (read.Length <= room && await text.ReadAsync(piece, cancellation) is var length and > 0)
            read.Append(piece, 0, length);
        if (read.Length <= room)
            return (read.ToString(), false);
        // Not between the halves of one character.
        var end = room > 0 && char.IsHighSurrogate(read[room - 1]) ? room - 1 : room;
        return (string.Concat(read.ToString(0, end), Cut), true);
    }

    private async Task<(object?, bool)> BytesAsync(NpgsqlDataReader reader, int room, CancellationToken cancellation)
    {
        await using var stream = await reader.GetStreamAsync(Column, cancellation);
        var bytes = new byte[(int)Math.Min(stream.Length, room / 2)];
        await stream.ReadExactlyAsync(bytes, cancellation);
        var isCut = stream.Length > bytes.Length;
        return ($"\\x{Convert.ToHexStringLower(bytes)}{(isCut ? Cut : "")}", isCut);
    }

    private static CellForm FormOf(string type) => type switch
    {
        _ when type.EndsWith(']') => CellForm.Any,
        "text" or "name" or "json" or "jsonb" or "xml" or "citext" => CellForm.Text,
        _ when type.StartsWith("character", StringComparison.Ordinal) => CellForm.Text,
        "bytea" => CellForm.Bytes,
        "smallint" or "integer" or "bigint" or "real" or "double precision" or "money" or "oid" or "boolean" or "date" or "uuid" => CellForm.Small,
        _ when type.StartsWith("numeric", StringComparison.Ordinal) || type.StartsWith("time", StringComparison.Ordinal) => CellForm.Small,
        _ when type.StartsWith("interval", StringComparison.Ordinal) => CellForm.Interval,
        _ => CellForm.Any,
    };

    private static string KindOf(string type) => type switch
    {
        "smallint" or "integer" or "bigint" or "numeric" or "real" or "double precision" or "money" or "oid" => "number",
        "boolean" => "boolean",
        "date" => "date",
        "json" or "jsonb" => "json",
        _ when type.StartsWith("numeric(", StringComparison.Ordinal) => "number",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => "time",
        _ => "text",
    };

    private static object? Scalar(object value) => value switch
    {
        string or bool or short or int or long or decimal => value,
        // JSON has no number for these.
        double number => double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
        float number => float.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture),
        uint number => (long)number,
        char letter => letter.ToString(),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Utc } time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        byte[] bytes => "\\x" + Convert.ToHexStringLower(bytes),
        IEnumerable items => JsonSerializer.Serialize(items.Cast<object?>().Select(static item => item is null ? null : Scalar(item))),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Interval(NpgsqlInterval span)
    {
        var time = TimeSpan.FromMicroseconds(span.Time).ToString("c", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{span.Months / 12} years {span.Months % 12} mons {span.Days} days {time}");
    }
}

/// <summary>How the bytes of a cell are taken. <see cref="Any"/> is read whole, if there is room for that.</summary>
internal enum CellForm
{
    Any,
    Small,
    Text,
    Bytes,
    Interval,
}
