using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Functions.Edge;

/// <summary>The JSON settings of the HTTP contract: camelCase, nulls omitted, enums by name, ids as text.</summary>
internal static class Json
{
    private const int DeepestBody = 32;

    public static JsonSerializerOptions Web { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = DeepestBody,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new IdText() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
