using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>
/// The arguments of a method. All methods accept a form whose structured values are JSON; not all accept a JSON body. Null values are left
/// out.
/// </summary>
internal sealed class SlackForm : List<KeyValuePair<string, string>>
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public SlackForm With(string name, string? value)
    {
        if (value is not null)
            Add(new(name, value));
        return this;
    }

    public SlackForm With(string name, bool value) => With(name, value ? "true" : "false");

    public SlackForm WithJson<T>(string name, T? value)
        where T : class => value is null ? this : With(name, JsonSerializer.Serialize(value, Json));

    public SlackForm At(SlackPlace place) => With("channel", place.Channel.Value).With("thread_ts", place.Thread?.Value);
}
