using System.Globalization;
using Npgsql;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T41: the app dies as in a power cut. A turn completes once; a read is made again as a new act; a change is never repeated.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task T41_a_turn_killed_in_the_middle_completes_exactly_once_after_a_restart()
    {
        await using var world = await World.StartAsync();
        var question = PuppetWorld.Fresh("deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Hang()).Always(static request => PuppetLine.Say(request.ToolResults[^1]));
        var thread = await world.App.OpenThreadAsync("bob");
        var turn = await world.App.SayAsync("bob", thread, question, "tab-1");
        while (world.Puppet.Requests.Count < 2)
            await Task.Delay(25);

        await world.App.KillAsync();
        await world.App.StartAgainAsync();
        var again = await world.App.SayAsync("bob", thread, question, "tab-1");
        var ended = await world.App.EndOfAsync("bob", turn);

        Assert.Equal(turn, again);
        Assert.Equal("completed", ended.At("status"));
        Assert.Contains("1762", ended.At("reply", "text"), StringComparison.Ordinal);
        Assert.Equal(2, (await world.App.MessagesAsync("bob", thread)).Length);
        Assert.Equal(["intent", "outcome"], (await world.App.AuditAsync("bob", $"thread={thread}")).Select(static row => row.At("phase")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task T41_a_read_killed_between_act_and_outcome_is_made_again_as_a_new_act()
    {
        await using var world = await World.StartAsync();
        var (warm, question) = (PuppetWorld.Fresh("warm"), PuppetWorld.Fresh("deals"));
        world.Puppet.When(warm).Reply(Sql.Company("SELECT count(*) FROM customers"), PuppetLine.Say("warm"));
        var thread = await world.App.OpenThreadAsync("bob");
        await world.App.AskAsync("bob", thread, warm);
        string turn;
        await using (var holder = await world.Company.OpenAsync())
        {
            // Locked once the model is asked: what describes the table waits for the same lock, and that is before the act.
            world.Puppet.When(question)
                .Reply(_ =>
                {
                    RunAsync(holder, "BEGIN; LOCK TABLE company.deals IN ACCESS EXCLUSIVE MODE").GetAwaiter().GetResult();
                    return Sql.Company(Sql.Deals);
                })
                .Always(static request => PuppetLine.Say(request.ToolResults[^1]));
            turn = await world.App.SayAsync("bob", thread, question);
            await world.Company.UntilAsync("bob", "_type = 'Lock'");
            await world.App.KillAsync();
        }

        await world.App.StartAgainAsync();
        var ended = await world.App.EndOfAsync("bob", turn);

        Assert.Equal("completed", ended.At("status"));
        Assert.Contains("1762", ended.At("reply", "text"), StringComparison.Ordinal);
        var acts = (await world.App.AuditAsync("bob", $"thread={thread}")).Where(row => row.At("turnId") == turn).Select(static row => $"{row.At("callId")!.Split("-c")[1]} {row.At("phase")}");
        Assert.Equal(["0-0 intent", "0-0.2 intent", "0-0.2 outcome"], acts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task T41_a_change_killed_between_act_and_outcome_is_UNKNOWN_to_its_person_and_never_repeated()
    {
        await using var world = await World.StartAsync();
        var deal = await world.Company.DealOfBobAsync();
        await world.Company.AskAsync("""
            CREATE TABLE public.acts (deal integer);
            CREATE FUNCTION public.count_act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                PERFORM pg_catalog.pg_sleep(2); INSERT INTO public.acts VALUES (NEW.id); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER count_act AFTER UPDATE ON company.deals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.count_act();
            """);
        var question = PuppetWorld.Fresh("change");
        world.Puppet.When(question).Reply(Sql.SetAmount(deal, 4713m)).Always(static request => PuppetLine.Say(request.ToolResults[^1]));
        var thread = await world.App.OpenThreadAsync("bob");
        var card = await world.App.CardAsync("bob", await world.App.SayAsync("bob", thread, question));

        await (await world.App.InBrowserAsync("bob")).DecideAsync(card);
        await world.Company.UntilAsync("bob", " = 'PgSleep'");
        await world.App.KillAsync();
        await world.App.StartAgainAsync();
        var ended = await world.App.EndOfAsync("bob", card.Turn);

        // The server had everything it needed and commits for a client that is gone.
        while ((long)(await world.Company.AskAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"))! > 0)
            await Task.Delay(50);

        Assert.Equal("unknown", ended.Steps().Single().At("status"));
        Assert.StartsWith("It is not known whether this was done", ended.At("reply", "text"), StringComparison.Ordinal);
        Assert.Equal(4713m, await world.Company.AmountAsync(deal));
        Assert.Equal(1L, await world.Company.AskAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM public.acts WHERE deal = {deal}")));
        Assert.Contains(await world.App.AuditAsync("bob", $"thread={thread}&decision=unknown"), row => row.At("callId") == card.CallId);
    }

    [Fact]
    public async Task T41_a_card_survives_a_restart_and_is_done_once_when_approved()
    {
        await using var world = await World.StartAsync();
        var deal = await world.Company.DealOfBobAsync();
        var question = PuppetWorld.Fresh("change");
        world.Puppet.When(question).Reply(Sql.SetAmount(deal, 4714m), PuppetLine.Say("done"));
        var card = await world.App.CardAsync("bob", await world.App.SayAsync("bob", await world.App.OpenThreadAsync("bob"), question));

        await world.App.KillAsync();
        await world.App.StartAgainAsync();
        var same = await world.App.CardAsync("bob", card.Turn);
        var decided = await (await world.App.InBrowserAsync("bob")).DecideAsync(same);
        var ended = await world.App.EndOfAsync("bob", card.Turn);

        Assert.Equal((card.Hash, 200), (same.Hash, (int)decided.Status));
        Assert.Equal("succeeded", ended.Steps().Single().At("status"));
        Assert.Equal(4714m, await world.Company.AmountAsync(deal));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record World(AppProcess App, Puppet Puppet, CompanyRows Company) : IAsyncDisposable
    {
        public static async Task<World> StartAsync()
        {
            var puppet = await Puppet.StartAsync();
            var company = new CompanyRows(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
            return new(await AppProcess.StartAsync(PuppetWorld.Settings(puppet, company, ("ONBEHALF_QUERY_SECONDS", "30"), ("ONBEHALF_MODEL_SECONDS", "60"))), puppet, company);
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Puppet.DisposeAsync();
        }
    }
}
