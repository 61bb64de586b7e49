using System.Security.Cryptography;
using Onbehalf.Demo;

namespace Onbehalf.Host.Slack;

/// <summary>The settings of Slack's Socket Mode, which exists in this host only.</summary>
/// <param name="Token">An app-level token. It opens connections and has no other right.</param>
/// <param name="SigningSecret">The secret for which the app verifies signatures.</param>
/// <param name="App">The address of the app.</param>
internal sealed record SlackSocketSettings(Uri Api, string Token, string SigningSecret, Uri App)
{
    private const string TokenName = "ONBEHALF_SLACK_APP_TOKEN";
    private const string SecretName = "ONBEHALF_SLACK_SIGNING_SECRET";
    private const string PublicApi = "https://slack.com/api/";

    /// <summary>
    /// Returns null without a token. Without a signing secret, the app gets a random one: only this process then signs, and Slack's own secret is
    /// not needed here.
    /// </summary>
    public static SlackSocketSettings? Of(LocalSettings settings)
    {
        if (settings[TokenName]?.Trim() is not { Length: > 0 } token)
            return null;
        if (!token.StartsWith("xapp-", StringComparison.Ordinal))
            throw new InvalidOperationException($"{TokenName} is an app-level token (xapp-…), from Basic Information → App-Level Tokens.");
        if (string.IsNullOrWhiteSpace(settings["ONBEHALF_SLACK_TEAM"]))
            throw new InvalidOperationException($"{TokenName} needs ONBEHALF_SLACK_TEAM, the workspace in which the app is installed.");
        settings.Offer(SecretName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var api = settings["ONBEHALF_SLACK_API"] is { Length: > 0 } set ? set : PublicApi;
        if (!Uri.TryCreate(api.EndsWith('/') ? api : api + "/", UriKind.Absolute, out var address))
            throw new InvalidOperationException("ONBEHALF_SLACK_API is not an address.");
        return new(address, token, settings[SecretName]!.Trim(), settings.Url);
    }

    public override string ToString() => nameof(SlackSocketSettings);
}
