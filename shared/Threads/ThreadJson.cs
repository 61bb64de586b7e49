using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Threads;

/// <summary>The JSON options for structured values in rows.</summary>
internal static class ThreadJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
