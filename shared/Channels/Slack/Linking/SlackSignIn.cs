using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.SignIn;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>Sign in with Slack (OpenID Connect, authorization code flow with state and nonce). It identifies the Slack user of this browser.</summary>
internal sealed class SlackSignIn(SlackSwitch slack, TokenEndpoint endpoint, IdTokens idTokens, TimeProvider time)
{
    private const string UserClaim = "https://slack.com/user_id";
    private const string TeamClaim = "https://slack.com/team_id";
    private const string TeamNameClaim = "https://slack.com/team_name";
    private const string EnterpriseClaim = "https://slack.com/enterprise_id";

    private IssuerMetadata? _party;

    /// <summary>Returns the address of the sign-in; null while Slack is unavailable or when no client is configured.</summary>
    public async Task<Uri?> AddressAsync(SignInTicket ticket, Uri origin) =>
        Party() is { } party && await party.CurrentAsync() is { } snapshot && Outbound.IsSafe(snapshot.Document.AuthorizationEndpoint)
            ? new(QueryHelpers.AddQueryString(snapshot.Document.AuthorizationEndpoint, new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = party.Issuer.ClientId,
                ["redirect_uri"] = RedirectUri(origin),
                ["scope"] = "openid profile",
                ["state"] = ticket.State,
                ["nonce"] = ticket.Nonce,
                ["team"] = slack.Required.Team.Value.StartsWith('T') ? slack.Required.Team.Value : null,
            }))
            : null;

    /// <summary>Returns the signed-in user; null when Slack named no user, or one of another workspace.</summary>
    public async Task<SignedInSlackUser?> UserAsync(string code, SignInTicket ticket, Uri origin, CancellationToken cancellation)
    {
        if (Party() is not { } party
            || await endpoint.AskAsync(
                party, [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", RedirectUri(origin))], cancellation)
                is not TokenAnswer.Granted { IdToken: { } idToken }
            || await idTokens.ReadAsync(party, idToken, ticket.Nonce) is not { } token
            || !SlackUserId.TryParse(TokenSubject.Text(token, UserClaim), out var user)
            || TokenSubject.Text(token, TeamClaim) is not { } team)
            return null;
        var ours = slack.Required.Team.Value;
        return SlackTeamId.TryParse(team, out var of) && (team == ours || TokenSubject.Text(token, EnterpriseClaim) == ours)
            ? new(of, user, TokenSubject.Text(token, "name") ?? user.Value, TokenSubject.Text(token, TeamNameClaim) ?? team)
            : null;
    }

    private static string RedirectUri(Uri origin) => $"{PublicOrigin.Text(origin)}/auth/slack/callback";

    private IssuerMetadata? Party()
    {
        if (slack.Workspace is not { ClientId: { } id, ClientSecret: { } secret } workspace)
            return null;
        return _party ??= new(
            new(
                new IssuerSetting
                {
                    Id = "slack",
                    Issuer = workspace.Issuer,
                    Audience = "slack",
                    ClientId = id,
                    ClientSecret = secret.Reveal(),
                    Directory = new() { Kind = "grant" },
                }),
            Outbound.Client(),
            time);
    }
}

/// <param name="Team">The workspace of the sign-in; in an organisation, one of its workspaces.</param>
/// <param name="Name">For display only.</param>
internal sealed record SignedInSlackUser(SlackTeamId Team, SlackUserId User, string Name, string Workspace);
