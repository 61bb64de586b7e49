using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Demo.Company;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Demo.Local;

/// <summary>
/// <c>/local/people</c>: the demo people, tokens and sessions for scripts, and administrator actions at the provider. A change also updates
/// PostgreSQL as a directory sync does, and closes the person's pool in this process. The app receives it as from the provider: by a signed
/// security event token.
/// </summary>
internal sealed partial class LocalPeople
{
    private const int MostGroups = 50;

    private readonly Endpoints _sidecars;
    private readonly ProviderAdministration _provider;
    private readonly ProviderSignal _signals;
    private readonly DirectorySync _sync;

    private readonly Func<IServiceProvider> _app;

    private readonly bool _planner;

    /// <param name="app">The app's stores, as the app itself has them.</param>
    private LocalPeople(Endpoints sidecars, Func<IServiceProvider> app, bool planner)
    {
        _planner = planner;
        _sidecars = sidecars;
        _app = app;
        _provider = ProviderAdministration.Of(sidecars);
        _signals = new(_provider);
        _sync = new(DemoData.AdministratorOf(sidecars));
    }

    /// <param name="planner">Whether the demo planner answers, and no model.</param>
    public static void Map(IEndpointRouteBuilder endpoints, Endpoints sidecars, Func<IServiceProvider> app, bool planner = false)
    {
        var people = new LocalPeople(sidecars, app, planner);
        var local = endpoints.MapGroup("/local/people").AddEndpointFilter<Traced>().AddEndpointFilter<LoopbackOnly>();
        local.MapGet("", people.ListAsync);
        local.MapPost("/{name}/token", people.TokenAsync);
        local.MapPost("/{name}/session", people.SessionAsync);
        local.MapPost(
            "/{name}/disable", (string name, HttpContext context) => people.ChangeAsync(name, new { active = false }, ProviderSignal.Disabled, context));
        local.MapPost("/{name}/enable", (string name, HttpContext context) => people.ChangeAsync(name, new { active = true }, ProviderSignal.Enabled, context));
        local.MapPost("/{name}/delete", (string name, HttpContext context) => people.ChangeAsync(name, new { deleted = true }, ProviderSignal.Purged, context));
        local.MapPost(
            "/{name}/restore", (string name, HttpContext context) => people.ChangeAsync(name, new { deleted = false }, ProviderSignal.Enabled, context));
        local.MapPost("/{name}/groups", people.GroupsAsync);
    }

    private async Task<IResult> ListAsync(CancellationToken cancellation) =>
        Results.Ok(new { items = (await _provider.ListAsync(cancellation)).Select(Shown), planner = _planner });

    private async Task<IResult> TokenAsync(string name, CancellationToken cancellation)
    {
        if (Cast.Find(name) is null)
            return LocalProblem.NotFound();
        return await _provider.IssueAsync(name, cancellation) is { } token ? Results.Ok(token) : LocalProblem.Disabled();
    }

    private async Task<IResult> SessionAsync(string name, HttpContext context)
    {
        if (Cast.Find(name) is not { } person)
            return LocalProblem.NotFound();
        if (await _provider.IssueAsync(name, context.RequestAborted) is null)
            return LocalProblem.Disabled();
        var subject = DemoData.SubjectOf(_sidecars, person);
        var services = _app();
        var cookie = await services.GetRequiredService<Sessions>().CreateAsync(subject, refreshToken: null, context.RequestAborted);
        await services.GetRequiredService<PeopleStore>().RememberAsync(subject, context.RequestAborted);
        cookie.AppendTo(context.Response, services.GetRequiredService<PublicOrigin>().Of(context.Request)!);
        return Results.Ok(new { subject = subject.Id.Value, name = subject.Name });
    }

    private async Task<IResult> GroupsAsync(string name, HttpContext context)
    {
        var body = context.Request.HasJsonContentType() ? await ReadAsync(context) : null;
        return body?.Groups is { Length: <= MostGroups } groups && groups.All(static group => GroupName().IsMatch(group ?? ""))
            ? await ChangeAsync(name, new { groups }, ProviderSignal.Regrouped, context)
            : LocalProblem.BadGroups();
    }

    private async Task<IResult> ChangeAsync(string name, object change, string signal, HttpContext context)
    {
        if (Cast.Find(name) is not { } person)
            return LocalProblem.NotFound();
        var changed = await _provider.ChangeAsync(name, change, context.RequestAborted);
        // From here on the database must be updated, even if the caller disconnects.
        await _sync.ApplyAsync(name, changed.Groups, changed is { Active: true, Deleted: false }, CancellationToken.None);
        _app().GetService<IPersonPools>()?.Drop(DemoData.SubjectOf(_sidecars, person).Id);
        await _signals.SendAsync(name, signal, _app(), context);
        return Results.Ok(Shown(changed));
    }

    private object Shown(LocalPerson person) => new
    {
        name = person.Name,
        subject = SubjectId.Of(_sidecars.Issuer, null, person.Name).Value,
        displayName = person.DisplayName,
        groups = person.Groups,
        active = person is { Active: true, Deleted: false },
    };

    private static async Task<GroupsBody?> ReadAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<GroupsBody>(context.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex GroupName();

    private sealed record GroupsBody(string[]? Groups);
}
