using System.Collections.Immutable;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>The required scopes of the bot's token. docs/slack-manifest.yaml requests the same ones.</summary>
internal static class SlackScopes
{
    public static ImmutableArray<string> Required { get; } =
    [
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:read",
        "chat:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "users:read",
    ];

    /// <summary>Returns the scopes that are missing in the header <c>X-OAuth-Scopes</c>, which every response has.</summary>
    public static ImmutableArray<string> Missing(string granted) =>
        [.. Required.Except(granted.Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal)];
}
