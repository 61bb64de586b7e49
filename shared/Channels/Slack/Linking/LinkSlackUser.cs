using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.Identity.SignIn;
using Onbehalf.People;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>
/// Links a Slack user to a person in three steps in one browser. First, a sign-in with Slack as the user for whom the button was made.
/// Second, a fresh sign-in at the person's identity provider. Third, a confirmation on a page that shows both. E-mail addresses and names
/// are never used for linking.
/// </summary>
public sealed class LinkSlackUser
{
    /// <summary>The header of the page's button with the shown identities. Another tab may have continued with another Slack user.</summary>
    public const string ShownHeader = "X-Onbehalf-Shown";

    private const string ConfirmPath = "/auth/slack/confirm";
    private const string Stale = "This link was used already, or is older than ten minutes. Mention the agent in Slack again for a new one.";
    private const string OtherUser =
        "You are signed in to Slack as somebody else, or in another workspace, so nothing was linked. The link is only for the person who got it.";
    private const string Unreachable = "Slack cannot be reached right now. Try again in a moment.";
    private const string Declined = "Slack did not say who you are. Open the link in Slack again.";
    private const string Elsewhere = "You already have another Slack user here. Remove it on your Connections page first, then open a new link in Slack.";

    /// <summary>The kind of ticket. No issuer's id contains a slash, so a sign-in ticket cannot be used here, nor this one there.</summary>
    private const string Ticket = "slack/link";

    private readonly SlackSwitch _slack;
    private readonly SlackSignIn _signIn;
    private readonly SignInSeal _seal;
    private readonly LinkStates _states;
    private readonly SlackLinks _links;
    private readonly SlackLinkAudit _audit;
    private readonly PublicOrigin _origin;
    private readonly TimeProvider _time;

    internal LinkSlackUser(
        SlackSwitch slack,
        SlackSignIn signIn,
        SignInSeal seal,
        LinkStates states,
        SlackLinks links,
        SlackLinkAudit audit,
        PublicOrigin origin,
        TimeProvider time)
    {
        _slack = slack;
        _signIn = signIn;
        _seal = seal;
        _states = states;
        _links = links;
        _audit = audit;
        _origin = origin;
        _time = time;
    }

    /// <summary>Starts the linking from the button in Slack.</summary>
    public async Task<SlackLinkStep> BeginAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!_slack.IsOn || _origin.Of(context.Request) is not { } origin)
            return new SlackLinkStep.Off();
        if (context.Request.Query["state"] is not [{ } state] || await _states.FindAsync(state, cancellation) is null)
            return new SlackLinkStep.Refused(Stale);
        var ticket = SignInTicket.New(Ticket, state, _time.GetUtcNow());
        if (await _signIn.AddressAsync(ticket, origin) is not { } address)
            return new SlackLinkStep.Refused(Unreachable);
        SlackLinkCookie.AppendTo(context.Response, origin, await _seal.SealAsync(ticket, origin, cancellation));
        return new SlackLinkStep.GoToSlack(address);
    }

    /// <summary>Handles the redirect from Slack.</summary>
    public async Task<SlackLinkStep> ReturnAsync(HttpContext context, CancellationToken cancellation)
    {
        if (!_slack.IsOn || _origin.Of(context.Request) is not { } origin)
            return new SlackLinkStep.Off();
        if (await OpenAsync(context, origin, cancellation) is not var (ticket, state) || !HasState(ticket, context.Request.Query))
            return new SlackLinkStep.Refused(Stale);
        if (context.Request.Query["code"] is not [{ Length: > 0 } code] || await _signIn.UserAsync(code, ticket, origin, cancellation) is not { } user)
        {
            await _audit.RefusedAsync(state, null, "slack-declined", cancellation);
            return new SlackLinkStep.Refused(Declined);
        }

        if (user.User != state.User)
        {
            await _audit.RefusedAsync(state, user, "other-slack-user", cancellation);
            return new SlackLinkStep.Refused(OtherUser);
        }

        return await _states.ProveAsync(
            state,
            new(BrowserOf(ticket), user.Team, DisplayName.Of(user.Name, user.User.Value), DisplayName.Of(user.Workspace, state.Team.Value), _time.GetUtcNow()),
            cancellation)
            ? FreshSignIn()
            : new SlackLinkStep.Refused(Stale);
    }

    /// <summary>Returns the page that shows both identities. A session that started before Slack's answer is not accepted.</summary>
    public async Task<SlackLinkStep> ShowAsync(HttpContext context, Caller? caller, CancellationToken cancellation)
    {
        if (!_slack.IsOn || _origin.Of(context.Request) is not { } origin)
            return new SlackLinkStep.Off();
        if (await OpenAsync(context, origin, cancellation) is not { State: { Proven: { } proven } state })
            return new SlackLinkStep.Refused(Stale);
        return IsFresh(caller, proven)
            ? new SlackLinkStep.Confirm(proven.Name, proven.Workspace, caller!.Subject.Name, caller.Subject.ProviderId, ShownOf(state, caller))
            : FreshSignIn();
    }

    /// <summary>Links both on the person's click. The directory has just confirmed the person.</summary>
    public async Task<SlackLinkStep> ConfirmAsync(HttpContext context, Caller caller, Authority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (!_slack.IsOn || _origin.Of(context.Request) is not { } origin)
            return new SlackLinkStep.Off();
        if (await OpenAsync(context, origin, cancellation) is not { State: { Proven: { } proven } state } || !IsFresh(caller, proven)
            || context.Request.Headers[ShownHeader] is not [{ } shown] || shown != ShownOf(state, caller))
            return new SlackLinkStep.Refused(Stale);
        var entry = SlackLinkAudit.Linking(authority.Subject, state, proven);
        await _audit.BeginAsync(entry, cancellation);
        var refusal = await LinkAsync(state, proven, authority.Subject, origin);
        await _audit.EndAsync(entry, refusal);
        SlackLinkCookie.RemoveFrom(context.Response, origin);
        return refusal switch
        {
            null => new SlackLinkStep.Linked(proven.Name, authority.Subject.Name) { Asked = state.Asked is { } ts ? (state.Place, ts) : null },
            "other-slack-user" => new SlackLinkStep.Refused(Elsewhere),
            _ => new SlackLinkStep.Refused(Stale),
        };
    }

    private static SlackLinkStep.SignIn FreshSignIn() => new($"/auth/sign-in?fresh=1&returnTo={Uri.EscapeDataString(ConfirmPath)}");

    private static bool HasState(SignInTicket ticket, IQueryCollection query) =>
        query["state"] is [{ } state] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(ticket.State));

    private static bool IsFresh(Caller? caller, ProvenSlackUser proven) => caller is { MayConfirm: true, SignedInAt: { } since } && since >= proven.At;

    private static string ShownOf(LinkState state, Caller caller) => LinkStates.HashOf($"{state.Hash} {caller.Subject.Id}");

    private static string BrowserOf(SignInTicket ticket) => LinkStates.HashOf(ticket.Verifier);

    /// <summary>Returns null when the link was made, otherwise the reason.</summary>
    private async Task<string?> LinkAsync(LinkState state, ProvenSlackUser proven, Subject person, Uri origin)
    {
        if (!await _states.TakeAsync(state, CancellationToken.None))
            return "stale";
        var before = await _links.FindAsync(state.Team, state.User, CancellationToken.None);
        if (before?.Person.Id == person.Id)
            return null;
        if (await _links.OfAsync(state.Team, person.Id, CancellationToken.None) is not null)
            return "other-slack-user";
        if (!await _links.AddAsync(new(state.Team, state.User, person, proven.Name, _time.GetUtcNow()) { Origin = origin }, before, CancellationToken.None))
            return "stale";
        if (before is not null)
            await _audit.ReplacedAsync(before);
        return null;
    }

    /// <summary>Returns the ticket of this browser and its state. A state that another browser proved is not accepted.</summary>
    private async Task<(SignInTicket Ticket, LinkState State)?> OpenAsync(HttpContext context, Uri origin, CancellationToken cancellation) =>
        SlackLinkCookie.In(context.Request, origin) is { } cookie
        && await _seal.OpenAsync(cookie, origin, cancellation) is { Provider: Ticket } ticket
        && ticket.ExpiresAt >= _time.GetUtcNow()
        && await _states.FindAsync(ticket.ReturnTo, cancellation) is { } state
        && (state.Proven is null || state.Proven.Browser == BrowserOf(ticket))
            ? (ticket, state)
            : null;
}

/// <summary>The cookie that binds a linking to one browser. It is SameSite=Lax, because the redirect from Slack is a cross-site navigation.</summary>
internal static class SlackLinkCookie
{
    public static void AppendTo(HttpResponse response, Uri origin, string value) =>
        response.Cookies.Append(NameOn(origin), value, Attributes(origin, LinkState.Lifetime));

    public static void RemoveFrom(HttpResponse response, Uri origin) => response.Cookies.Delete(NameOn(origin), Attributes(origin, null));

    public static string? In(HttpRequest request, Uri origin) => CookieValue.Only(request, NameOn(origin));

    private static string NameOn(Uri origin) => origin.Scheme == Uri.UriSchemeHttps ? "__Host-onbehalf-slack" : $"onbehalf-slack-{origin.Port}";

    private static CookieOptions Attributes(Uri origin, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = origin.Scheme == Uri.UriSchemeHttps,
    };
}
