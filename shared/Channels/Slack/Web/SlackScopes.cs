using System.Collections.Immutable;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>What the bot's token may do. docs/slack-manifest.yaml asks for the same.</summary>
internal static class SlackScopes
{
    public static ImmutableArray<string> Required { get; } =
    [
        "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "users:read",
    ];

    /// <summary>Of the header <c>X-OAuth-Scopes</c>, which every answer has.</summary>
    public static ImmutableArray<string> Missing(string granted) => [.. Required.Except(granted.Split(',', StringSplitOptions.TrimEntries), StringComparer.Ordinal)];
}
