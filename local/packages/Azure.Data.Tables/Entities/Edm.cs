#nullable enable
using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>
/// The eight property types of the Table service in its JSON form
/// (learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations).
/// </summary>
internal static class Edm
{
    public const string Binary = "Edm.Binary";
    public const string DateTime = "Edm.DateTime";
    public const string Double = "Edm.Double";
    public const string Guid = "Edm.Guid";
    public const string Int64 = "Edm.Int64";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case long number:
                writer.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                WriteType(writer, name, Int64);
                break;
            case double number:
                if (double.IsFinite(number))
                    writer.WriteNumber(name, number);
                else
                    writer.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                WriteType(writer, name, Double);
                break;
            case DateTimeOffset time:
                writer.WriteString(name, Text(time));
                WriteType(writer, name, DateTime);
                break;
            case DateTime time:
                writer.WriteString(name, Text(new DateTimeOffset(time.ToUniversalTime())));
                WriteType(writer, name, DateTime);
                break;
            case Guid id:
                writer.WriteString(name, id);
                WriteType(writer, name, Guid);
                break;
            case byte[] bytes:
                writer.WriteBase64String(name, bytes);
                WriteType(writer, name, Binary);
                break;
            case BinaryData data:
                writer.WriteBase64String(name, data.ToMemory().Span);
                WriteType(writer, name, Binary);
                break;
            case Enum constant:
                writer.WriteString(name, constant.ToString());
                break;
            default:
                throw new NotSupportedException($"The Table service has no property type for {value.GetType().Name} ('{name}').");
        }
    }

    /// <summary>The value as the service typed it, for an entity without a type of its own.</summary>
    public static object? Read(JsonElement value, string? type) => type switch
    {
        null => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.TryGetInt32(out var whole) ? (object)whole : value.GetDouble(),
            _ => null,
        },
        Int64 => Read(value, typeof(long)),
        Double => Read(value, typeof(double)),
        DateTime => Read(value, typeof(DateTimeOffset)),
        Guid => Read(value, typeof(Guid)),
        Binary => Read(value, typeof(byte[])),
        _ => Read(value, null as string),
    };

    /// <summary>The value as the property of a typed entity wants it.</summary>
    public static object? Read(JsonElement value, Type wanted)
    {
        if (value.ValueKind is JsonValueKind.Null)
            return null;
        if (wanted == typeof(string))
            return value.GetString();
        if (wanted == typeof(int))
            return value.GetInt32();
        if (wanted == typeof(bool))
            return value.GetBoolean();
        if (wanted == typeof(long))
            return value.ValueKind is JsonValueKind.String ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetInt64();
        if (wanted == typeof(double))
            return value.ValueKind is JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();
        if (wanted == typeof(DateTimeOffset))
            return ReadTime(value);
        if (wanted == typeof(DateTime))
            return ReadTime(value).UtcDateTime;
        if (wanted == typeof(Guid))
            return value.GetGuid();
        if (wanted == typeof(byte[]))
            return value.GetBytesFromBase64();
        if (wanted == typeof(BinaryData))
            return BinaryData.FromBytes(value.GetBytesFromBase64());
        if (wanted == typeof(ETag))
            return new ETag(value.GetString()!);
        return wanted.IsEnum
            ? Enum.Parse(wanted, value.GetString()!)
            : throw new NotSupportedException($"The Table service has no property type for {wanted.Name}.");
    }

    private static DateTimeOffset ReadTime(JsonElement value) =>
        DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static void WriteType(Utf8JsonWriter writer, string name, string type) => writer.WriteString(name + EntityNames.TypeSuffix, type);
}
