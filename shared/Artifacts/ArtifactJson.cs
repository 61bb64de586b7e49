using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>The JSON format of ops in requests, in the log and in snapshots. An unknown member is an error.</summary>
public static class ArtifactJson
{
    private const int Deepest = 16;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = Deepest,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new SubjectText(), new ValuesInOrder() },
    };

    /// <summary>Writes the values in a fixed order, so that equal values give equal bytes in every process.</summary>
    private sealed class ValuesInOrder : JsonConverter<ImmutableDictionary<string, JsonElement>>
    {
        public override ImmutableDictionary<string, JsonElement> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(ref reader, options) ?? throw new JsonException()).ToImmutableDictionary(
                StringComparer.Ordinal);

        public override void Write(Utf8JsonWriter writer, ImmutableDictionary<string, JsonElement> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (key, one) in value.OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(key);
                one.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }

    private sealed class SubjectText : JsonConverter<SubjectId>
    {
        public override SubjectId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            SubjectId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, SubjectId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
