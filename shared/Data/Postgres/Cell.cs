using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Onbehalf.Data.Postgres;

/// <summary>One value of a result as a JSON scalar.</summary>
internal static class Cell
{
    private const string Unreadable = "(cast this to text to read it)";

    public static string Kind(NpgsqlDataReader reader, int column) => reader.GetDataTypeName(column) switch
    {
        "smallint" or "integer" or "bigint" or "numeric" or "real" or "double precision" or "money" or "oid" => "number",
        var name when name.StartsWith("numeric(", StringComparison.Ordinal) => "number",
        "boolean" => "boolean",
        "date" => "date",
        var name when name.StartsWith("timestamp", StringComparison.Ordinal) => "time",
        "json" or "jsonb" => "json",
        _ => "text",
    };

    public static object? Read(NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
            return null;
        try
        {
            return reader.GetDataTypeName(column) == "interval" ? Interval(reader.GetFieldValue<NpgsqlInterval>(column)) : Scalar(reader.GetValue(column));
        }
        catch (Exception error) when (error is InvalidCastException or NotSupportedException or OverflowException)
        {
            return Unreadable;
        }
    }

    public static int Size(object? value) => value is string text ? Encoding.UTF8.GetByteCount(text) + 3 : 12;

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
