using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.People;

/// <summary>Makes a type throw when something tries to write or read it as JSON: Durable history, tables, logs, responses.</summary>
internal sealed class NeverSerialized<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is never serialised.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is never serialised.");
}
