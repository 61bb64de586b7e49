using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Functions.Threads;

/// <summary>A member in a request: a subject id, as a string or as <c>{"subject": …}</c>.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record MemberText(string Given)
{
    private sealed class Converter : JsonConverter<MemberText>
    {
        public override MemberText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return new(reader.GetString()!);
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("subject", out var subject)
                && subject.ValueKind == JsonValueKind.String
                ? new(subject.GetString()!)
                : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, MemberText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Given);
    }
}
