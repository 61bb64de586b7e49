using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Onbehalf.Turns.Chat;

/// <summary>Reads members of a server's JSON, tolerant of unexpected types.</summary>
internal static class ChatText
{
    public static JsonElement? Member(this JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static string MemberText(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.String } text ? text.ReadText() : "";

    /// <summary>Returns a whole number, also from a string or a number with a zero fraction.</summary>
    public static int? MemberNumber(this JsonElement parent, string name) =>
        parent.Member(name) switch
        {
            { ValueKind: JsonValueKind.Number } number
                when number.TryGetDouble(out var value) && value == Math.Floor(value) && Math.Abs(value) < int.MaxValue => (int)value,
            { ValueKind: JsonValueKind.String } text
                when int.TryParse(text.ReadText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
            _ => null,
        };

    /// <summary>Returns the text. Some servers split surrogate pairs, so a piece can have an unpaired surrogate.</summary>
    public static string ReadText(this JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return Unescape(text.GetRawText());
        }
    }

    /// <summary>Replaces unpaired surrogates in text that was joined from pieces.</summary>
    public static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Unescape(string raw)
    {
        var text = new StringBuilder();
        for (var at = 1; at < raw.Length - 1; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
            }
            else if (raw[++at] == 'u')
            {
                text.Append((char)int.Parse(raw.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 4;
            }
            else
            {
                text.Append(raw[at] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var same => same });
            }
        }

        return text.ToString();
    }
}
