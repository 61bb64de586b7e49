using System.Collections;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Onbehalf.Data.Postgres;

/// <summary>Reads one column of a result as JSON scalars.</summary>
internal sealed record Cell(int Column, string Kind, bool IsInterval)
{
    private const string Unreadable = "(cast this to text to read it)";

    public static Cell Of(NpgsqlDataReader reader, int column)
    {
        var type = reader.GetDataTypeName(column);
        return new(column, KindOf(type), type.StartsWith("interval", StringComparison.Ordinal) && !type.EndsWith(']'));
    }

    public object? Read(NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(Column))
            return null;
        try
        {
            return IsInterval ? Interval(reader.GetFieldValue<NpgsqlInterval>(Column)) : Scalar(reader.GetValue(Column));
        }
        catch (Exception error) when (error is InvalidCastException or NotSupportedException or OverflowException)
        {
            return Unreadable;
        }
    }

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
