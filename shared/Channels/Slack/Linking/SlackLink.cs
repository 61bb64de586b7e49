using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>The link between a Slack user and a person. Both were proven in one browser, and the person confirmed it.</summary>
/// <param name="Name">The user's name in Slack at that time, for display only.</param>
internal sealed record SlackLink(SlackTeamId Team, SlackUserId User, Subject Person, string Name, DateTimeOffset At)
{
    /// <summary>The origin of this app at that time. Links use it in messages that no request from Slack caused.</summary>
    public Uri? Origin { get; init; }
}
