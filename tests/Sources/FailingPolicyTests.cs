using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>A policy that raises an error for somebody gives them nothing: no answer of others is open to them by it, and they are told what is wrong.</summary>
public sealed class FailingPolicyTests(CompanyCopy company) : IClassFixture<CompanyCopy>, IAsyncLifetime
{
    private readonly string _place = $"failing{Guid.NewGuid().ToString("n")[..8]}";

    public Task InitializeAsync() => company.AlterAsync($"""
        create schema {_place}; grant usage on schema {_place} to public; set search_path = {_place};
        create table hidden (id int); create table inner_rule (id int); alter table inner_rule enable row level security;
        create policy p on inner_rule using (exists (select from hidden)); create table plain (id int, boss int); insert into plain values (1, null), (2, 1);
        create view invoker with (security_invoker) as select id from hidden; create view owned as select id from hidden;
        create function raises(int) returns boolean language plpgsql as $$ begin if current_user = 'erin' then raise exception 'SECRET %', $1; end if; return true; end $$;
        grant select on inner_rule, plain, invoker, owned to public
        """);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("exists (select from {0}.hidden h where h.id = t.id)", false, "it reads what they may not read")]
    [InlineData("exists (select from {0}.inner_rule)", false, "a policy below it does")]
    [InlineData("id in (select i.id from {0}.invoker i)", false, "an invoker view below it does")]
    [InlineData("exists (select from {0}.t other where other.id = t.id)", false, "it comes back to its own table")]
    [InlineData("{0}.raises(id)", false, "its function raises an error")]
    [InlineData("10 / (id - 1) > 0", false, "it fails on a value")]
    [InlineData("region::int > 0", false, "it fails on a cast")]
    [InlineData("id in (select o.id from {0}.owned o)", true, "a view reads with its owner's rights")]
    [InlineData("exists (select from {0}.plain p where p.id = t.id)", true, "they may read what it reads")]
    [InlineData("region = (select current_user::text)", true, "it compares")]
    public async Task One_policy_more_opens_an_answer_only_where_it_cannot_fail(string condition, bool isOpen, string why)
    {
        await TableAsync($"create policy more on {_place}.t for select to sales_amer using ({Placed(condition)})");

        var bob = await company.RowsAsync("bob", $"select id, region from {_place}.t");
        var erin = await company.AskAsync("erin", $"select id, region from {_place}.t");

        Assert.True(isOpen == await company.IsOpenAsync(bob, "erin"), why);
        Assert.True(isOpen == erin is QueryOutcome.Rows, why);
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
        Assert.DoesNotContain("SECRET", Said.Of(erin), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exists (select from {0}.hidden)", true)]
    [InlineData("{0}.raises(id)", true)]
    [InlineData("exists (select from {0}.t x where x.id = t.id)", false)]
    public async Task A_policy_for_every_row_makes_others_superfluous_but_for_an_endless_one(string condition, bool isOpen)
    {
        await TableAsync($"create policy every on {_place}.t for select to sales_amer using (true); create policy more on {_place}.t for select to sales_amer using ({Placed(condition)})");

        var bob = await company.RowsAsync("bob", $"select id from {_place}.t");

        Assert.Equal(isOpen, await company.IsOpenAsync(bob, "erin"));
        Assert.Equal(isOpen, await company.AskAsync("erin", $"select id from {_place}.t") is QueryOutcome.Rows { Table.Rows.Length: 2 });
    }

    [Theory]
    [InlineData("10 / id > 0", false)]
    [InlineData("id < 10", true)]
    public async Task A_limit_that_may_fail_opens_nothing_where_the_askers_other_limit_kept_it_from_failing(string limit, bool isOpen)
    {
        await TableAsync($"""
            insert into {_place}.t values (0, 'EMEA'); create policy every on {_place}.t for select to sales_amer using (true);
            create policy first on {_place}.t as restrictive for select to sales_emea using (id > 0); create policy next on {_place}.t as restrictive for select to sales using ({limit})
            """);

        var bob = await company.RowsAsync("bob", $"select id from {_place}.t where region = 'EMEA'");
        var erin = await company.AskAsync("erin", $"select id from {_place}.t where region = 'EMEA'");

        Assert.Equal((isOpen, isOpen), (await company.IsOpenAsync(bob, "erin"), erin is QueryOutcome.Rows));
    }

    [Fact]
    public async Task A_denial_ends_with_the_grant_that_ends_it_for_the_asker_alone()
    {
        await TableAsync($"create policy more on {_place}.t for select to sales_emea using (exists (select from {_place}.hidden))");
        var text = $"select id from {_place}.t";
        var before = await company.AskAsync("bob", text);

        await company.AlterAsync($"grant select on {_place}.hidden to bob");
        var bob = await company.RowsAsync("bob", text);

        Assert.IsType<QueryOutcome.Refused>(before);
        Assert.DoesNotContain(bob.Touched.SelectMany(static one => one.RowRules), static rule => rule.StartsWith("denied", StringComparison.Ordinal));
        Assert.True(await company.IsOpenAsync(bob, "bob", isAsker: true));
    }

    [Theory]
    [InlineData("exists (select from {0}.hidden)")]
    [InlineData("{0}.raises(id)")]
    [InlineData("id in (select x.id from {0}.t x)")]
    public async Task Who_gets_nothing_because_of_a_rule_is_told_that_it_is_the_rule(string condition)
    {
        await TableAsync($"create policy more on {_place}.t for select to sales_amer using ({Placed(condition)})");

        var erin = Assert.IsType<QueryOutcome.Refused>(await company.AskAsync("erin", $"select id, region from {_place}.t"));

        Assert.Equal(RefusalCodes.Refused, erin.Code);
        Assert.Matches("whoever looks after the source can mend that|ask the database administrator", erin.Text);
    }

    [Fact]
    public async Task An_error_of_a_policy_does_not_quote_what_only_the_policy_reads()
    {
        await TableAsync($"create policy more on {_place}.t for select to sales using (region::int > 0)");

        var bob = Assert.IsType<QueryOutcome.Failed>(await company.AskAsync("bob", $"select id from {_place}.t"));

        Assert.DoesNotContain("AMER", bob.Text, StringComparison.Ordinal);
    }

    private Task TableAsync(string more) => company.AlterAsync($"""
        drop table if exists {_place}.t; create table {_place}.t (id int, region text); insert into {_place}.t values (1, 'AMER'), (2, 'EMEA'); grant select on {_place}.t to sales;
        alter table {_place}.t enable row level security; create policy a on {_place}.t for select to sales using (region = 'EMEA'); {more}
        """);

    private string Placed(string condition) => condition.Replace("{0}", _place, StringComparison.Ordinal);
}
