using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Agent;

internal static class TurnJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
