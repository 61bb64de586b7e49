using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>A note in Slack about a call that waits for its speaker.</summary>
/// <param name="Ask">The number of the question.</param>
/// <param name="Hash">The hash of the arguments and of the shown card; null for a link to the web app, which shows the present question.</param>
internal sealed record SlackAsk(TurnId Turn, string CallId, int Ask, string? Hash)
{
    public SlackPostKey Key => Hash is null ? SlackPostKey.Of(Turn.Value, "confirm", CallId) : SlackPostKey.Of(Turn.Value, "confirm", CallId, $"{Ask}", Hash);
}
