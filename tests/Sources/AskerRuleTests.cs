using Onbehalf.Orchestrations.Starting;

namespace Onbehalf.Tests.Sources;

/// <summary>Whatever gives two people different rows locks the answer of one for the other, however it is spelt and however deep it is; nothing else does.</summary>
public sealed class AskerRuleTests(CompanyCopy company) : IClassFixture<CompanyCopy>
{
    private static int _number;

    public static TheoryData<string> Spellings => ["t", "TRUE", "on", "1", "yes", "y", "tr", "True"];

    /// <summary>Conditions over <c>owner</c> and <c>secret</c> that ask who is there, some only by what their names hide.</summary>
    public static TheoryData<string> Asking =>
    [
        "owner = current_user", "owner = session_user::text", "{0}.format(owner)", "owner operator({0}.=#) 'x'", "{0}.lower(owner) is not null", "pg_has_role('sales', 'USAGE')",
        "owner = current_setting('app.uid', true)", "owner = any (array[current_role::text])",
        "case when id = 1 then true else owner = current_user end", "owner::{0}.checked is not null", "owner = lower(current_user::text)", "coalesce(owner, '') = current_user",
    ];

    public static TheoryData<string> Plain =>
    [
        "owner = 'bob'", "lower(owner) like 'b%'", "id between 1 and 5 and (owner in ('bob', 'x') or secret is null)", "id::text = '1'", "coalesce(owner, 'bob') = 'bob'", "id % 2 = 1",
        "case when id = 1 then true else owner is null end", "amount > 5 and amount::int < 100", "(doc ->> 'n')::int = 1", "greatest(id, 0) = 1", "(id, owner) < (2, 'z')", "day > date '2020-01-01'",
    ];

    [Fact]
    public async Task An_owners_view_over_an_invoker_view_is_as_open_as_the_rows_below()
    {
        await company.AlterAsync("""
            create view company.deals_inner with (security_invoker = true) as select id, title, region, amount from company.deals;
            create view company.deals_outer as select id, title, region, amount from company.deals_inner;
            create view company.deals_outermost as select o.id, o.title from company.deals_outer o join company.departments d on true;
            grant select on company.deals_inner, company.deals_outer, company.deals_outermost to sales;
            """);

        foreach (var view in (string[])["deals_outer", "deals_outermost", "deals_inner"])
        {
            var bob = await company.RowsAsync("bob", $"select title, id from company.{view} limit 3");

            Assert.False(await company.IsOpenAsync(bob, "erin"), view);
            Assert.True(await company.IsOpenAsync(bob, "mallory"), view);
            Assert.True(await company.IsOpenAsync(bob, "bob", isAsker: true), view);
        }
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_invoker_view_is_one_in_every_spelling_the_server_takes(string spelling)
    {
        var view = Name("spelt");
        await company.AlterAsync($"""
            create view company.{view} with (security_invoker = '{spelling}') as select id, name, salary from company.employees;
            create view company.{view}_above as select id, name, salary from company.{view};
            grant select on company.{view}, company.{view}_above to employees
            """);

        foreach (var name in (string[])[view, $"{view}_above"])
        {
            var alice = await company.RowsAsync("alice", $"select name, salary from company.{name} order by id limit 2");

            Assert.False(await company.IsOpenAsync(alice, "bob"));
            Assert.True(await company.IsOpenAsync(alice, "alice", isAsker: true));
            Assert.Contains(alice.Touched, static t => t.Relation == "company.employees" && t.Columns.Contains("salary"));
        }
    }

    [Fact]
    public async Task An_invoker_view_without_a_value_is_one()
    {
        await company.AlterAsync("create view company.bare with (security_invoker) as select id, salary from company.employees; grant select on company.bare to employees");

        Assert.False(await company.IsOpenAsync(await company.RowsAsync("alice", "select salary from company.bare limit 1"), "bob"));
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public async Task A_rule_that_asks_who_is_there_locks_the_answer_for_others(string condition)
    {
        var place = await PlaceAsync(condition);

        foreach (var relation in (string[])["guarded", "above_guarded", "viewed", "invoked", "above_invoked"])
        {
            var bob = await company.RowsAsync("bob", $"select secret from {place}.{relation}");

            Assert.False(await company.IsOpenAsync(bob, "mallory"), $"{relation}: {condition}");
        }
    }

    [Theory]
    [InlineData("owner in (select owner from {0}.other)")]
    [InlineData("(select true)")]
    public async Task A_policy_with_a_sub_select_asks_who_is_there_because_that_reads_with_the_askers_rights(string condition)
    {
        var place = await PlaceAsync(condition);

        foreach (var relation in (string[])["guarded", "above_guarded"])
            Assert.False(await company.IsOpenAsync(await company.RowsAsync("bob", $"select secret from {place}.{relation}"), "mallory"));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public async Task A_rule_about_the_row_alone_leaves_the_answer_open_to_those_under_it(string condition)
    {
        var place = await PlaceAsync(condition);

        foreach (var relation in (string[])["guarded", "above_guarded", "viewed", "invoked", "above_invoked"])
        {
            var bob = await company.RowsAsync("bob", $"select secret from {place}.{relation}");

            Assert.True(await company.IsOpenAsync(bob, "mallory"), $"{relation}: {condition}");
            Assert.Equal(Said.Of(await company.AskAsync("mallory", $"select secret from {place}.{relation}")), Said.Of(bob));
        }
    }

    [Fact]
    public async Task A_policy_without_a_condition_permits_nobody()
    {
        var place = await PlaceAsync("true");
        await company.AlterAsync($"drop policy p on {place}.guarded; create policy mine on {place}.guarded for select to sales_emea using (owner = 'bob'); create policy w on {place}.guarded for all to sales_amer with check (true)");

        var bob = await company.RowsAsync("bob", $"select secret from {place}.guarded");

        Assert.NotEmpty(bob.Table.Rows);
        Assert.False(await company.IsOpenAsync(bob, "erin"));
    }

    [Fact]
    public async Task Rows_from_another_server_depend_on_who_asks_below_a_parent_too()
    {
        var place = await PlaceAsync("true");
        await company.AlterAsync($"""
            create foreign data wrapper far_{place}; create server far_{place} foreign data wrapper far_{place};
            create table {place}.parent (id int); create foreign table {place}.child () inherits ({place}.parent) server far_{place};
            create view {place}.above as select id from {place}.parent; grant select on {place}.above to sales
            """);

        var bob = await company.AskAsync("bob", $"select 1 from {place}.above where false");

        Assert.False(await company.IsOpenAsync(bob, "mallory"));
    }

    private async Task<string> PlaceAsync(string condition)
    {
        var place = Name("place");
        var rule = condition.Replace("{0}", place, StringComparison.Ordinal);
        await company.AlterAsync($"""
            create schema {place}; grant usage on schema {place} to sales;
            create function {place}.format(text) returns boolean language sql stable as 'select $1 = current_user::text';
            create function {place}.lower(text) returns text language sql immutable as 'select current_user::text';
            create function {place}.mine(text, text) returns boolean language plpgsql stable as $$ begin return $1 = current_user::text; end $$;
            create operator {place}.=# (leftarg = text, rightarg = text, function = {place}.mine);
            create domain {place}.checked as text check (length(value) > 0);
            create table {place}.other (owner text); insert into {place}.other values ('bob'), ('mallory');
            create table {place}.base (id int, owner text, secret text, amount numeric, doc jsonb default jsonb '{JsonOf}', day date default '2026-01-01');
            insert into {place}.base (id, owner, secret, amount) values (1, 'bob', 'x1', 7), (2, 'mallory', 'x2', 7.5);
            create table {place}.guarded as select * from {place}.base;
            alter table {place}.guarded enable row level security;
            create policy p on {place}.guarded for select to sales using ({rule});
            create view {place}.above_guarded as select secret from {place}.guarded;
            create view {place}.viewed with (security_barrier) as select id, secret from {place}.base where {rule};
            create view {place}.invoked with (security_invoker = on) as select id, secret from {place}.base where {rule};
            create view {place}.above_invoked as select secret from {place}.invoked;
            grant select on all tables in schema {place} to sales
            """);
        return place;
    }

    private const string JsonOf = "{\"n\": 1}";

    private static string Name(string kind) => $"{kind}_{Interlocked.Increment(ref _number)}";
}
