using Npgsql;
using Onbehalf.Demo;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Evidence;

/// <summary>A source that cannot report a person's access opens nothing to anybody until it responds again.</summary>
public sealed class UnaskableSourceTests
{
    /// <summary>The time after which all cached rights have expired.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task While_the_database_takes_no_connection_answers_from_it_are_locked_also_for_their_speaker_and_the_rest_is_open()
    {
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var thread = await world.App.OpenThreadAsync("bob", "carol");
            var (deals, policy, repeat) = (PuppetWorld.Fresh("deals"), PuppetWorld.Fresh("travel"), PuppetWorld.Fresh("repeat"));
            world.Puppet.When(deals).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("heron-71"));
            world.Puppet.When(policy).Reply(PuppetLine.Call("read_page", new { page = "shandbookaaaaaaaaaaaa-ppageaaaaaaaaaaaaaaaa" }), PuppetLine.Say("180 EUR"));
            world.Puppet.When(repeat).Always(PuppetLine.Echo());
            await world.App.AskAsync("bob", thread, policy);
            await world.App.AgreeAsync("bob", await world.App.SayAsync("bob", thread, deals));
            var before = await SeenAsync(world, thread);

            await CloseAsync(world, "false");
            await Task.Delay(Forgotten);
            var meanwhile = await SeenAsync(world, thread);
            var health = await HealthAsync(world);
            await world.App.AskAsync("bob", thread, repeat);
            await CloseAsync(world, "true");
            await Task.Delay(Forgotten);

            Assert.Equal(("open open", "open open"), before);
            Assert.Equal(("open locked", "open locked"), meanwhile);
            Assert.Contains("not reachable when last asked", health, StringComparison.Ordinal);
            Assert.All(world.Puppet.Requests.Where(request => request.LastUserText.Contains(repeat, StringComparison.Ordinal)), static request => Assert.False(request.Contains("heron-71")));
            Assert.Equal("open", (await world.App.MessagesAsync("bob", thread))[3].At("visibility"));
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task Health_and_their_own_page_say_that_logins_may_not_create_temporary_views_and_how_to_let_them()
    {
        var (sidecars, database) = (await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        await RunAsync(sidecars, $"REVOKE TEMPORARY ON DATABASE {database} FROM public");
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_SOURCES"] = DemoSettings.Sources(sidecars, database) });
        var bob = await app.AsAsync("bob");

        var company = (await bob.SendAsync("GET", "api/me/access")).Ok().GetProperty("sources").EnumerateArray().Single(static source => source.At("name") == "company");
        var health = (await bob.SendAsync("GET", "api/health")).Ok().GetRawText();

        Assert.Contains($"GRANT TEMPORARY ON DATABASE {database} TO bob", company.At("flags"), StringComparison.Ordinal);
        Assert.Contains("their answers are locked for everyone else: 1 (GRANT TEMPORARY ON DATABASE; see their own access page)", health, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", health, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(string Bob, string Carol)> SeenAsync(PuppetWorld world, string thread) => (await SeenAsync(world, "bob", thread), await SeenAsync(world, "carol", thread));

    private static async Task<string> SeenAsync(PuppetWorld world, string viewer, string thread) =>
        string.Join(' ', (await world.App.MessagesAsync(viewer, thread)).Where(static message => message.At("from") == "agent").Select(static message => message.At("visibility")));

    private static async Task<string> HealthAsync(PuppetWorld world) => (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/health")).Ok().GetRawText();

    private static async Task CloseAsync(PuppetWorld world, string allowed)
    {
        var database = await NameAsync(world);
        await RunAsync(
            world.App.Sidecars,
            $"ALTER DATABASE {database} ALLOW_CONNECTIONS {allowed}; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()");
    }

    private static async Task RunAsync(Endpoints sidecars, string sql)
    {
        await using var admin = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(DemoData.AdministratorOf(sidecars)) { Pooling = false }.ConnectionString);
        await admin.OpenAsync();
        await using var command = new NpgsqlCommand(sql, admin);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<string> NameAsync(PuppetWorld world) =>
        Task.FromResult(System.Text.Json.JsonElement.Parse(world.Company.Sources)[0].At("database")!);
}
