using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Delegation;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>A run whose author's consent elsewhere is gone parks and names the product; it goes on when its author, and nobody else, connects it again.</summary>
[Collection(PeopleChange.Name)]
public sealed class ReconnectTests(PuppetWorld world) : IClassFixture<PuppetWorld>
{
    private const string Tool = "tasks_list_tasks";
    private const string Code = "reconnect-tasks";

    [Fact]
    public async Task Without_its_authors_connection_a_run_parks_before_anything_and_goes_on_once_it_is_there()
    {
        var (automation, run, question) = await BeginAsync("erin");

        var parked = await world.App.RunAsync("erin", run, static found => found.At("status") == "parked");
        var model = world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal));
        using (var carol = await ConnectBrowser.OfAsync(world.App, "carol"))
            await carol.ConnectAsync("carol");
        var still = (await world.App.StoredAsync(run, static _ => true)).Status;
        using var browser = await ConnectBrowser.OfAsync(world.App, "erin");
        await browser.ConnectAsync("erin");

        await AssertGoesOnAsync("erin", automation, run);
        Assert.Equal((Code, true, 0, RunStatus.Parked), (parked.At("parked", "reason"), parked.At("parked", "sentence")!.Contains("Connect Tasks again", StringComparison.Ordinal), model, still));
    }

    [Fact]
    public async Task A_grant_that_its_provider_no_longer_honours_parks_the_next_run_and_a_new_consent_brings_it_back()
    {
        using var browser = await ConnectBrowser.OfAsync(world.App, "dan");
        await browser.ConnectAsync("dan");
        await RevokeUpstreamAsync(world.App, "dan");
        var (automation, run, _) = await BeginAsync("dan");

        var parked = await world.App.RunAsync("dan", run, static found => found.At("status") == "parked");
        var state = (await world.App.Get<AutomationStore>().FindAsync(automation.Id, default))!;
        await browser.ConnectAsync("dan");

        await AssertGoesOnAsync("dan", automation, run);
        Assert.Contains(await world.App.AuditAsync("dan", "action=offboard"), static row => row.At("reason") == "grant-refused");
        Assert.Equal((Code, AutomationState.Parked, Code), (parked.At("parked", "reason"), state.State, state.Parked));
    }

    /// <summary>The part of the lifecycle matrix about consent given at a provider, beyond what the timer triggers.</summary>
    [Theory]
    [InlineData("consent revoked", "event")]
    [InlineData("consent revoked", "resumed wait")]
    [InlineData("consent revoked", "retry")]
    [InlineData("refresh dead", "event")]
    [InlineData("refresh dead", "resumed wait")]
    [InlineData("refresh dead", "retry")]
    public async Task Whatever_sets_a_run_in_motion_it_parks_when_the_consent_elsewhere_is_gone_and_goes_on_when_it_is_back(string change, string path)
    {
        using var browser = await ConnectBrowser.OfAsync(world.App, "bob");
        await browser.ConnectAsync("bob");
        var question = PuppetWorld.Fresh($"{change} {path}");
        var script = world.Puppet.When(question);
        var automation = await world.App.AgreedAsync("bob", question, [Tool, "change_data"]);

        var run = await SetInMotionAsync(path, script, automation, () => GoneAsync(change));
        // Of a grant that died elsewhere the next step finds out, which follows the answer that it waits for.
        var (waits, isTold) = (path == "resumed wait", change == "consent revoked");
        if (waits && !isTold)
            await DeclineAsync(run);
        var parked = await world.App.ParkedAsync(run);
        var made = (await world.App.AuditAsync("bob", $"tool={Tool}")).Count(row => row.At("runId") == run.Value);
        await browser.ConnectAsync("bob");
        await world.App.SweepAsync();
        if (waits && isTold)
            await DeclineAsync(run);
        var ended = await world.App.EndOfRunAsync("bob", run);

        Assert.Equal((Code, 0), (parked.Reason, made));
        Assert.Equal(("completed", "Bob"), (ended.At("status"), ended.At("author", "name")));
        Assert.Equal(waits ? "declined" : "succeeded", ended.Steps().Single().At("status"));
    }

    [Fact]
    public async Task Who_disconnects_parks_what_uses_it()
    {
        using var browser = await ConnectBrowser.OfAsync(world.App, "frank");
        await browser.ConnectAsync("frank");
        var automation = await world.App.AgreedAsync("frank", PuppetWorld.Fresh("uses it"), [Tool]);

        (await (await world.App.InBrowserAsync("frank")).SendAsync("DELETE", "api/connections/tasks")).Ok();
        var without = (await world.App.Get<AutomationStore>().FindAsync(automation.Id, default))!;
        await browser.ConnectAsync("frank");

        var with = (await world.App.Get<AutomationStore>().FindAsync(automation.Id, default))!;
        Assert.Equal((AutomationState.Parked, Code, AutomationState.Active), (without.State, without.Parked, with.State));
    }

    [Fact]
    public async Task T14_a_refresh_that_the_provider_refuses_ends_whoever_it_disabled_although_no_signal_came()
    {
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TABLE_PREFIX", Azurite.FreshPrefix()), ("ONBEHALF_IDENTITY_SIGNALS", "[]")));
        using var browser = await ConnectBrowser.OfAsync(app, "frank");
        await browser.ConnectAsync("frank");
        var frank = await app.PersonAsync("frank");
        var automation = await app.AgreedAsync(frank, PuppetWorld.Fresh("ends too"), []);
        await RevokeUpstreamAsync(app, "frank");
        await app.ChangeAsync("frank", "disable");
        try
        {
            var answer = await app.Get<DelegatedTokens>().GetAsync(GrantWorld.AuthorityOf(frank), new("tasks"), default);
            await Waiting.UntilAsync(async () => await app.Get<AccountBlocks>().FindAsync(frank.Id, default) is { IsOpen: false });

            Assert.IsType<DelegatedTokenResult.ConsentRequired>(answer);
            Assert.Equal("account-disabled", (await app.Get<AccountBlocks>().FindAsync(frank.Id, default))!.Blocked);
            Assert.Equal(AutomationState.Parked, (await app.Get<AutomationStore>().FindAsync(automation.Id, default))!.State);
            Assert.Empty(await app.Get<Sessions>().PeopleAsync(default).Where(one => one.Id == frank.Id).ToArrayAsync());
        }
        finally
        {
            await app.ChangeAsync("frank", "enable");
        }
    }

    private async Task<RunId> SetInMotionAsync(string path, PuppetScript script, Automation automation, Func<Task> change)
    {
        if (path == "event")
        {
            script.Reply(PuppetLine.Call(Tool, new { })).Always(PuppetLine.Say("done"));
            await change();
            return await world.App.WakeAsync(automation, OccasionKind.Event, "{}");
        }

        if (path == "resumed wait")
            script.Reply(Sql.SetAmount(await world.Company.DealOfBobAsync(), 4732m)).Always(PuppetLine.Say("done"));
        else
            script.Reply(PuppetLine.Fail(500), PuppetLine.Fail(500), PuppetLine.Call(Tool, new { })).Always(PuppetLine.Say("done"));
        var run = await world.App.WakeAsync(automation);
        if (path == "resumed wait")
            await world.App.CardOfRunAsync("bob", run);
        else
            await world.App.StoredAsync(run, static now => now.Message is not null);
        await change();
        await world.App.Get<RunStore>().RouseAsync(run, default);
        await world.App.SweepAsync();
        return run;
    }

    private async Task GoneAsync(string change)
    {
        if (change == "refresh dead")
            await RevokeUpstreamAsync(world.App, "bob");
        else
            (await (await world.App.InBrowserAsync("bob")).SendAsync("DELETE", "api/connections/tasks")).Ok();
    }

    private async Task DeclineAsync(RunId run)
    {
        var card = await world.App.CardOfRunAsync("bob", run);
        (await (await world.App.InBrowserAsync("bob")).DecideAsync(card, approve: false)).Ok();
    }

    private async Task<(Automation Automation, RunId Run, string Question)> BeginAsync(string person)
    {
        var question = PuppetWorld.Fresh($"tasks of {person}");
        world.Puppet.When(question).Reply(PuppetLine.Call(Tool, new { })).Always(static request => PuppetLine.Say(request.ToolResults[^1]));
        var automation = await world.App.AgreedAsync(person, question, [Tool]);
        return (automation, await world.App.WakeAsync(automation), question);
    }

    private async Task AssertGoesOnAsync(string person, Automation automation, RunId run)
    {
        await world.App.SweepAsync();
        var ended = await world.App.EndOfRunAsync(person, run);
        var rows = await world.App.AuditAsync(person, $"tool={Tool}");

        Assert.Equal("completed", ended.At("status"));
        Assert.Equal(AutomationState.Active, (await world.App.Get<AutomationStore>().FindAsync(automation.Id, default))!.State);
        Assert.Contains(rows, row => row.At("runId") == run.Value && row.At("decision") == "succeeded");
        Assert.All(rows, row => Assert.Equal(automation.Author.Id.Value, row.At("subject", "id")));
    }

    private static async Task RevokeUpstreamAsync(InProcessApp app, string person)
    {
        var services = app.Services;
        var tasks = services.GetRequiredService<ConnectionCatalog>().Find("tasks")!;
        var grant = (await services.GetRequiredService<GrantRows>().FindAsync(app.SubjectOf(person), tasks.Id, default))!;
        var token = (await services.GetRequiredService<GrantSecrets>().ReadAsync(grant, tasks, grant.Secret!, default))!;
        Assert.True(await services.GetRequiredService<TokenEndpoint>().RevokeAsync(services.GetRequiredService<ConnectionParties>().Of(tasks), token, default));
        services.GetRequiredService<DelegatedTokens>().Forget(grant.Subject, tasks.Id);
    }
}
