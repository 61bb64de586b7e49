using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>That a Slack user is a person: both were proven in one browser, and the person confirmed it.</summary>
/// <param name="Name">What Slack called the user then; for display only.</param>
internal sealed record SlackLink(SlackTeamId Team, SlackUserId User, Subject Person, string Name, DateTimeOffset At)
{
    /// <summary>Of this app, as the person reached it then: where links in messages lead that nothing in Slack asked for.</summary>
    public Uri? Origin { get; init; }
}
