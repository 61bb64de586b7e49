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

        // For rows and event streams, never for HTML. Escapes would triple the size of text in a non-Latin alphabet.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
