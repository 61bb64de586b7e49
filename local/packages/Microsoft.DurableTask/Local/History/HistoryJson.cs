using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Local.History;

internal static class HistoryJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(IEnumerable<HistoryEvent> events) => JsonSerializer.Serialize(events, Options);

    public static IReadOnlyList<HistoryEvent> Read(string text) =>
        JsonSerializer.Deserialize<List<HistoryEvent>>(text, Options)
        ?? throw new InvalidDataException("A history row holds no events.");

    public static string WriteFailure(TaskFailureDetails failure) => JsonSerializer.Serialize(failure, Options);

    public static TaskFailureDetails? ReadFailure(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<TaskFailureDetails>(text, Options);
}
