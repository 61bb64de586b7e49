using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Vault;

namespace Onbehalf.Channels.Slack;

/// <summary>The workspace or Enterprise Grid organisation in which the app is installed: its configuration, validated at start.</summary>
internal sealed class SlackWorkspace
{
    private const string PublicIssuer = "https://slack.com";
    private const int ShortestSecret = 16;
    private const int LongestFollowUp = 24 * 60;

    private static readonly string[] SecretNames = ["ONBEHALF_SLACK_SIGNING_SECRET", "ONBEHALF_SLACK_PREVIOUS_SIGNING_SECRET"];

    private SlackWorkspace(IConfiguration configuration, SlackTeamId team)
    {
        Team = team;
        SigningSecrets = [.. SecretNames.Select(name => Text(configuration, name)).OfType<string>().Select(static text => new SecretText(text))];
        ClientId = Text(configuration, "ONBEHALF_SLACK_CLIENT_ID");
        ClientSecret = Text(configuration, "ONBEHALF_SLACK_CLIENT_SECRET") is { } secret ? new(secret) : null;
        HasBotToken = Text(configuration, "ONBEHALF_SLACK_BOT_TOKEN") is not null;
        Issuer = Text(configuration, "ONBEHALF_SLACK_ISSUER") ?? PublicIssuer;
        FollowUp = FollowUpOf(configuration);
        ConfirmIssuer = ConfirmIssuerOf(configuration);
        Check(configuration);
    }

    /// <summary>The team of the installation: a workspace (<c>T…</c>), or an organisation (<c>E…</c>) with all its workspaces.</summary>
    public SlackTeamId Team { get; }

    /// <summary>The current secret and, during a rotation, the previous one.</summary>
    public ImmutableArray<SecretText> SigningSecrets { get; }

    /// <summary>The app's client id for Sign in with Slack; null when linking is not configured.</summary>
    public string? ClientId { get; }

    public SecretText? ClientSecret { get; }

    public bool HasBotToken { get; }

    /// <summary>The issuer of Sign in with Slack (OpenID Connect).</summary>
    public string Issuer { get; }

    /// <summary>Time in which the person who was answered last can continue without a mention; zero turns it off.</summary>
    public TimeSpan FollowUp { get; }

    /// <summary>
    /// The id of the identity provider through which every member signs in to Slack. Its people confirm calls with buttons in Slack. Null:
    /// all confirmations are in the web app.
    /// </summary>
    public string? ConfirmIssuer { get; }

    /// <summary>Reads the configuration. Returns null without ONBEHALF_SLACK_TEAM: the channel is then off.</summary>
    public static SlackWorkspace? From(IConfiguration configuration)
    {
        // Its events are not signed. The local host signs them.
        if (Text(configuration, "ONBEHALF_SLACK_APP_TOKEN") is not null && PublicOrigin.IsOnAzure(configuration))
            throw Wrong("ONBEHALF_SLACK_APP_TOKEN", "is for Socket Mode on a laptop. Remove it: here, Slack's events arrive over HTTP, with Slack's signature");
        if (Text(configuration, "ONBEHALF_SLACK_TEAM") is not { } text)
            return null;
        return SlackTeamId.TryParse(text, out var team)
            ? new(configuration, team)
            : throw Wrong("ONBEHALF_SLACK_TEAM", "is the id of a workspace (T…) or of an Enterprise Grid organisation (E…)");
    }

    private static TimeSpan FollowUpOf(IConfiguration configuration)
    {
        if (Text(configuration, "ONBEHALF_SLACK_FOLLOW_UP_MINUTES") is not { } text)
            return TimeSpan.FromMinutes(30);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= LongestFollowUp
            ? TimeSpan.FromMinutes(minutes)
            : throw Wrong("ONBEHALF_SLACK_FOLLOW_UP_MINUTES", $"is a number of minutes from 0 to {LongestFollowUp}");
    }

    private static string? ConfirmIssuerOf(IConfiguration configuration)
    {
        if (Text(configuration, "ONBEHALF_SLACK_CONFIRM_ISSUER") is not { } id)
            return null;
        // Slack signs in through one tenant.
        return IssuerCatalog.Read(configuration["ONBEHALF_ISSUERS"]).Any(issuer => issuer.Id == id && issuer.Tenants.Count <= 1)
            ? id
            : throw Wrong("ONBEHALF_SLACK_CONFIRM_ISSUER", "is the id of an issuer in ONBEHALF_ISSUERS that has at most one tenant");
    }

    private static string? Text(IConfiguration configuration, string name) =>
        configuration[name] is { } text && text.Trim() is { Length: > 0 } bare ? bare : null;

    private void Check(IConfiguration configuration)
    {
        if (Text(configuration, "ONBEHALF_SLACK_SIGNING_SECRET") is null)
            throw Wrong("ONBEHALF_SLACK_SIGNING_SECRET", "is missing: without it nothing proves that a request is from Slack");
        if (SigningSecrets.Any(static secret => secret.Reveal().Length < ShortestSecret))
            throw Wrong("ONBEHALF_SLACK_SIGNING_SECRET", $"has at least {ShortestSecret} characters");
        if ((ClientId is null) != (ClientSecret is null))
            throw Wrong("ONBEHALF_SLACK_CLIENT_ID", "and ONBEHALF_SLACK_CLIENT_SECRET are set together");
        Outbound.RequireSafe(Issuer, "issuer of Sign in with Slack");
    }

    private static InvalidOperationException Wrong(string name, string what) => new($"{name} {what}.");
}
