using System.Globalization;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>T41 for runs: the app dies as in a power cut in the middle of what nobody watches.</summary>
public sealed class RunCrashTests
{
    [Fact]
    public async Task T41_a_consented_change_killed_between_act_and_outcome_is_UNKNOWN_to_its_author_and_never_repeated()
    {
        await using var puppet = await Puppet.StartAsync();
        var company = new CompanyRows(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        await using var app = await AppProcess.StartAsync(PuppetWorld.Settings(puppet, company, ("ONBEHALF_QUERY_SECONDS", "30"), ("ONBEHALF_MODEL_SECONDS", "60")));
        var deal = await company.DealOfBobAsync();
        await company.AskAsync("""
            CREATE TABLE public.acts (deal integer);
            CREATE FUNCTION public.count_act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                PERFORM pg_catalog.pg_sleep(2); INSERT INTO public.acts VALUES (NEW.id); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER count_act AFTER UPDATE ON company.deals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.count_act();
            """);
        var question = PuppetWorld.Fresh("nightly");
        puppet.When(question).Reply(Sql.SetAmount(deal, 4761m)).Always(static request => PuppetLine.Say(request.ToolResults[^1]));
        var run = await StartAsync(app, question, deal);

        await company.UntilAsync("bob", " = 'PgSleep'");
        await app.KillAsync();
        await app.StartAgainAsync();
        var ended = await app.EndOfRunAsync("bob", run);

        // The server had everything it needed and commits for a client that is gone.
        while ((long)(await company.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"))! > 0)
            await Task.Delay(50);

        Assert.Equal("unknown", ended.Steps().Single().At("status"));
        Assert.Equal(4761m, await company.AmountAsync(deal));
        Assert.Equal(1L, await company.AskAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM public.acts WHERE deal = {deal}")));
        var acts = (await app.AuditAsync("bob", $"thread={ended.At("threadId")}")).Where(static row => row.At("phase") is "intent" or "outcome").ToArray();
        Assert.Equal(["amount", "amount"], acts.Select(static row => row.At("consent")));
        Assert.Contains(acts, static row => row.At("decision") == "unknown");
    }

    private static async Task<RunId> StartAsync(AppProcess app, string prompt, int deal)
    {
        string[] columns = ["id", "title", "customer_id", "region", "owner", "amount", "stage", "created_on", "closed_on"];
        var consent = new
        {
            id = "amount",
            tool = "change_data",
            target = "company: company.deals",
            audience = "whoever may read deals; made as Bob",
            total = 5,
            until = DateTimeOffset.UtcNow.AddDays(1),
            fields = columns.ToDictionary(static name => name, name => name == "id" ? deal.ToString(CultureInfo.InvariantCulture) : "{*}"),
            sources = new[] { "company" },
        };
        var bob = await app.AsAsync("bob");
        var made = (await bob.SendAsync("POST", "api/automations", new { title = "Nightly", prompt, trigger = new { kind = "schedule", words = "daily at 7am" }, tools = new[] { "change_data" }, consents = new[] { consent } })).Ok();
        (await (await app.InBrowserAsync("bob")).SendAsync("POST", $"api/automations/{made.At("id")}/agree", new { contentHash = made.At("contentHash") })).Ok();
        return RunId.Parse((await bob.SendAsync("POST", $"api/automations/{made.At("id")}/run")).Ok().At("runId")!);
    }
}
