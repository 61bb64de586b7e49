using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Functions.Edge;

/// <summary>Serializes ids as text: every struct of this product with a <c>TryParse(string, out T)</c>.</summary>
internal sealed class IdText : JsonConverterFactory
{
    private delegate bool Parse<T>(string? text, out T id);

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert is { IsValueType: true, IsEnum: false, Namespace: { } space }
        && space.StartsWith("Onbehalf", StringComparison.Ordinal)
        && Parser(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    private static MethodInfo? Parser(Type type) =>
        type.GetMethod("TryParse", BindingFlags.Public | BindingFlags.Static, [typeof(string), type.MakeByRefType()]);

    private sealed class Of<T> : JsonConverter<T>
        where T : struct
    {
        private readonly Parse<T> _parse = Parser(typeof(T))!.CreateDelegate<Parse<T>>();

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && _parse(reader.GetString(), out var id) ? id : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
