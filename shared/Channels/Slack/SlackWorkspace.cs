using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Onbehalf.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Channels.Slack;

/// <summary>The workspace or Enterprise Grid organisation that the app is installed in: everything the operator declared about it, checked once at start.</summary>
internal sealed class SlackWorkspace
{
    private const string PublicIssuer = "https://slack.com";
    private const string Prefix = "ONBEHALF_SLACK_";
    private const int ShortestSecret = 16;
    private const int LongestFollowUp = 24 * 60;

    private SlackWorkspace(IConfiguration configuration, SlackTeamId team)
    {
        Team = team;
        SigningSecrets = [.. new[] { "SIGNING_SECRET", "PREVIOUS_SIGNING_SECRET" }.Select(name => Text(configuration, name)).OfType<string>().Select(static text => new SecretText(text))];
        ClientId = Text(configuration, "CLIENT_ID");
        ClientSecret = Text(configuration, "CLIENT_SECRET") is { } secret ? new(secret) : null;
        HasBotToken = Text(configuration, "BOT_TOKEN") is not null;
        Issuer = Text(configuration, "ISSUER") ?? PublicIssuer;
        FollowUp = FollowUpOf(configuration);
        Check(configuration);
    }

    /// <summary>Of the installation: a workspace (<c>T…</c>), or an organisation (<c>E…</c>) with all its workspaces.</summary>
    public SlackTeamId Team { get; }

    /// <summary>The current one, and while it is being changed the one before.</summary>
    public ImmutableArray<SecretText> SigningSecrets { get; }

    /// <summary>The app's client for Sign in with Slack; null where nobody can link.</summary>
    public string? ClientId { get; }

    public SecretText? ClientSecret { get; }

    public bool HasBotToken { get; }

    /// <summary>Of Sign in with Slack (OpenID Connect).</summary>
    public string Issuer { get; }

    /// <summary>How long the person who was answered last goes on without a mention; zero for never.</summary>
    public TimeSpan FollowUp { get; }

    /// <summary>Null without ONBEHALF_SLACK_TEAM: then the channel is off.</summary>
    public static SlackWorkspace? From(IConfiguration configuration)
    {
        if (Text(configuration, "TEAM") is not { } text)
            return null;
        return SlackTeamId.TryParse(text, out var team)
            ? new(configuration, team)
            : throw Wrong("TEAM", "is the id of a workspace (T…) or of an Enterprise Grid organisation (E…)");
    }

    private static TimeSpan FollowUpOf(IConfiguration configuration)
    {
        if (Text(configuration, "FOLLOW_UP_MINUTES") is not { } text)
            return TimeSpan.FromMinutes(30);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= LongestFollowUp
            ? TimeSpan.FromMinutes(minutes)
            : throw Wrong("FOLLOW_UP_MINUTES", $"is a number of minutes from 0 to {LongestFollowUp}");
    }

    private static string? Text(IConfiguration configuration, string name) => configuration[Prefix + name] is { } text && text.Trim() is { Length: > 0 } bare ? bare : null;

    private void Check(IConfiguration configuration)
    {
        if (Text(configuration, "SIGNING_SECRET") is null)
            throw Wrong("SIGNING_SECRET", "is missing: without it nothing proves that a request is from Slack");
        if (SigningSecrets.Any(static secret => secret.Reveal().Length < ShortestSecret))
            throw Wrong("SIGNING_SECRET", $"has at least {ShortestSecret} characters");
        if ((ClientId is null) != (ClientSecret is null))
            throw Wrong("CLIENT_ID", "and ONBEHALF_SLACK_CLIENT_SECRET are set together");
        Outbound.RequireSafe(Issuer, "issuer of Sign in with Slack");
    }

    private static InvalidOperationException Wrong(string name, string what) => new($"{Prefix}{name} {what}.");
}
