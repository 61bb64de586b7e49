using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Turns;

internal static class TurnJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },

        // Rows and event streams, never HTML: escaped, a page in another alphabet would take three times its place.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
