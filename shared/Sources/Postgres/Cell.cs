using System.Globalization;
using System.Text;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Reads one column of a result in the server's text form (<see cref="TextResults"/>). A cell becomes a JSON number or boolean only if that is
/// exactly equal. A long cell is read in pieces and truncated at the limit, so that it is never in memory whole.
/// </summary>
internal sealed record Cell(int Column, string Kind, CellForm Form)
{
    public const string Cut = "…";

    /// <summary>The number of characters of a text that are read at once.</summary>
    private const int Piece = 4_096;

    /// <summary>JSON readers store numbers as doubles. Above this, whole numbers lose digits (RFC 8259, section 6).</summary>
    internal const long MostExact = (1L << 53) - 1;

    private const string Unreadable = "(this cell cannot be read)";

    public static Cell Of(NpgsqlDataReader reader, int column)
    {
        var type = reader.GetDataTypeName(column);
        return new(column, KindOf(type), FormOf(type));
    }

    /// <summary>Reads the cell. The cells of a row must be read in column order, once each. <paramref name="room"/> is in characters.</summary>
    public async ValueTask<(object? Value, bool IsCut)> ReadAsync(NpgsqlDataReader reader, int room, CancellationToken cancellation)
    {
        if (await reader.IsDBNullAsync(Column, cancellation))
            return (null, false);
        try
        {
            // The number of characters is at most the number of bytes.
            return reader.GetBytes(Column, 0, null, 0, 0) <= Math.Min(room, Piece)
                ? (Value(Form, reader.GetString(Column)), false)
                : await LongAsync(reader, room, cancellation);
        }
        catch (Exception error) when (error is InvalidCastException or NotSupportedException or FormatException or ArgumentException)
        {
            return (Unreadable, false);
        }
    }

    /// <summary>Converts a text to a JSON scalar. It remains a text if a number or boolean would not be exactly equal.</summary>
    internal static object Value(CellForm form, string text) =>
        form switch
        {
            CellForm.Boolean when text is "t" or "f" => text == "t",
            CellForm.Whole
                when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number is >= -MostExact and <= MostExact => number,
            CellForm.Fraction
                when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && text != "-0"
                    && number.ToString(CultureInfo.InvariantCulture) == text
                    && double.IsFinite(number) => number,
            _ => text,
        };

    private async ValueTask<(object?, bool)> LongAsync(NpgsqlDataReader reader, int room, CancellationToken cancellation)
    {
        using var text = await reader.GetTextReaderAsync(Column, cancellation);
        var read = new StringBuilder();
        var piece = new char[Math.Min(room + 1, Piece)];
        while (read.Length <= room && await text.ReadAsync(piece, cancellation) is var length and > 0)
            read.Append(piece, 0, length);
        if (read.Length <= room)
            return (Value(Form, read.ToString()), false);
        // Does not split a surrogate pair.
        var end = room > 0 && char.IsHighSurrogate(read[room - 1]) ? room - 1 : room;
        return (string.Concat(read.ToString(0, end), Cut), true);
    }

    private static CellForm FormOf(string type) => type switch
    {
        "boolean" => CellForm.Boolean,
        "smallint" or "integer" or "bigint" or "oid" => CellForm.Whole,
        "real" or "double precision" => CellForm.Fraction,
        _ => CellForm.Text,
    };

    private static string KindOf(string type) => type switch
    {
        "smallint" or "integer" or "bigint" or "numeric" or "real" or "double precision" or "money" or "oid" => "number",
        "boolean" => "boolean",
        "date" => "date",
        "json" or "jsonb" => "json",
        _ when type.EndsWith(']') => "text",
        _ when type.StartsWith("numeric(", StringComparison.Ordinal) => "number",
        _ when type.StartsWith("timestamp", StringComparison.Ordinal) => "time",
        _ => "text",
    };
}

/// <summary>The JSON form for a column, if the conversion is exact.</summary>
internal enum CellForm
{
    Text,
    Whole,
    Fraction,
    Boolean,
}
