using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Threads;

/// <summary>How rows hold structured parts.</summary>
internal static class ThreadJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
