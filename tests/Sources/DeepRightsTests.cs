using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>Views upon views, views that come back to themselves, roles within roles: decided as exactly as one of each, and within bounds.</summary>
public sealed class DeepRightsTests(CompanyCopy company) : IClassFixture<CompanyCopy>
{
    private const int Deep = 30;

    private readonly string _place = $"deep{Guid.NewGuid().ToString("n")[..8]}";

    [Theory]
    [InlineData("on", "on", false)]
    [InlineData("off", "off", true)]
    [InlineData("off", "on", false)]
    [InlineData("on", "off", true)]
    public async Task A_chain_of_thirty_views_is_as_open_as_the_rows_below_it(string even, string odd, bool isOpen)
    {
        var views = Enumerable.Range(1, Deep).Select(i => $"create view v{i} with (security_invoker = {(i % 2 == 0 ? even : odd)}) as select id, region from v{i - 1};");
        await PlaceAsync($"{string.Concat(views)} grant select on v{Deep} to public");

        var bob = await company.RowsAsync("bob", $"select id from {_place}.v{Deep}");

        Assert.Equal(isOpen, await company.IsOpenAsync(bob, "erin"));
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
        Assert.Equal(isOpen ? 2 : 1, bob.Table.Rows.Length);
        Assert.Equal(isOpen, await company.AskAsync("erin", $"select id from {_place}.v{Deep}") is QueryOutcome.Rows { Table.Rows.Length: 2 });
    }

    [Fact]
    public async Task A_recursive_view_is_like_any_other()
    {
        await PlaceAsync("""
            create table tree (id int, up int); insert into tree values (1, null), (2, 1), (3, 2);
            create recursive view below (id) as select id from tree where up is null union all select t.id from tree t join below b on t.up = b.id;
            create view once as with recursive g(id) as (select id from tree where up is null union all select t.id from tree t join g on t.up = g.id) search depth first by id set o cycle id set is_cycle using path select id from g;
            create view own with (security_invoker) as with recursive g(id) as (select id from v0 union select g.id + 2 from g join v0 on v0.id = g.id) select id from g;
            create recursive view endless (n) as select 1 union all select n + 1 from endless;
            create view ring as select 1 as id; create view back as select id from ring; create or replace view ring as select id from back;
            """);

        var (below, once, own) = (await company.RowsAsync("bob", $"select id from {_place}.below"), await company.RowsAsync("bob", $"select id from {_place}.once"), await company.RowsAsync("bob", $"select id from {_place}.own"));

        Assert.Equal((3, 3), (below.Table.Rows.Length, once.Table.Rows.Length));
        Assert.Equal((true, true, false), (await company.IsOpenAsync(below, "erin"), await company.IsOpenAsync(once, "erin"), await company.IsOpenAsync(own, "erin")));
        Assert.True((await company.RowsAsync("bob", $"select n from {_place}.endless")).Table.Truncated);
        Assert.Contains("REFUSED", Said.Of(await company.AskAsync("bob", $"select id from {_place}.ring")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_see_its_own_time_limit_is_not_waited_for()
    {
        await PlaceAsync("create recursive view endless (n) as select 1 union all select n + 1 from endless;");
        var started = Stopwatch.GetTimestamp();

        // A stopped process simulates a server that expands views, which checks no time limit and takes all memory.
        var asking = company.AskAsync("bob", $"select count(*) from {_place}.endless", new(10, 10_000, TimeSpan.FromSeconds(2)));
        var server = await company.ServerOfAsync("bob");
        await SignalAsync("-STOP", server);
        QueryOutcome bob;
        try
        {
            bob = await asking;
        }
        finally
        {
            await SignalAsync("-CONT", server);
        }

        Assert.Contains("LIMIT: time", Said.Of(bob), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
        Assert.Single((await company.RowsAsync("bob", "select 1")).Table.Rows);
    }

    [Fact]
    public async Task Roles_count_where_their_rights_are_inherited_and_a_ring_of_them_cannot_be()
    {
        await PlaceAsync("");
        var sql = "";
        for (var i = 0; i < Deep; i++)
            sql += $"create role {_place}_{i} {(i % 2 == 0 ? "noinherit" : "inherit")};" + (i > 0 ? $"grant {_place}_{i - 1} to {_place}_{i} with inherit {(i == 20 ? "false" : "true")};" : "");
        sql += $"grant {_place}_{Deep - 1} to bob with inherit false; grant {_place}_{Deep - 1} to mallory; grant {_place}_19 to alice; grant {_place}_19 to mallory with inherit false;";
        sql += $"create policy low on {_place}.v0 to {_place}_0 using (id = 1); create policy high on {_place}.v0 to {_place}_25 using (id = 2); grant select on {_place}.v0 to {_place}_0";
        await company.AlterAsync($"set search_path = {_place}; {sql}");

        var text = $"select id from {_place}.v0 order by id";
        var seen = new List<string>();
        foreach (var person in (string[])["alice", "bob", "mallory"])
            seen.Add($"{person} {string.Join(',', (await company.RowsAsync(person, text)).Touched.SelectMany(static t => t.RowRules))}");

        Assert.Equal(["alice permit (id = 1)", "bob permit (region = 'EMEA'::text)", "mallory permit (id = 2),permit (region = 'EMEA'::text)"], seen);
        var ring = await Assert.ThrowsAsync<PostgresException>(() => company.AlterAsync($"grant {_place}_{Deep - 1} to {_place}_0"));
        Assert.Contains("is a member of role", ring.MessageText, StringComparison.Ordinal);
        Assert.False(await company.IsOpenAsync(await company.RowsAsync("mallory", text), "bob"));
        Assert.True(await company.IsOpenAsync(await company.RowsAsync("bob", text), "mallory"));
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Task PlaceAsync(string more) => company.AlterAsync($"""
        create schema {_place}; grant usage on schema {_place} to public; set search_path = {_place}; create table v0 (id int, region text); insert into v0 values (1, 'EMEA'), (2, 'AMER');
        alter table v0 enable row level security; create policy p on v0 for select to sales_emea using (region = 'EMEA'); create policy q on v0 for select to sales_amer using (region = 'AMER');
        {more}; grant select on all tables in schema {_place} to sales
        """);
}
