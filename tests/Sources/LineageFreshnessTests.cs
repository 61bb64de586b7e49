using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>What a query touched is what held while it ran: a change of a policy, view, grant, membership or name counts for the very next question.</summary>
public sealed class LineageFreshnessTests(CompanyCopy company) : IClassFixture<CompanyCopy>
{
    public static TheoryData<string, string> Changes => new()
    {
        { "a policy is widened", "alter policy p on {0}.t using (region in ('EMEA', 'AMER'))" },
        { "a policy is added", "create policy q on {0}.t for select to {0}_more using (region = 'AMER')" },
        { "a membership is added", "grant {0}_other to bob" },
        { "a view changes", "create or replace view {0}.v as select id, region, secret from {0}.u" },
        { "a view becomes its invoker's", "alter view {0}.v set (security_invoker = 1)" },
        { "row security ends", "alter table {0}.t disable row level security" },
        { "a column is renamed", "alter table {0}.t rename column secret to was_secret; alter table {0}.t rename column other to secret" },
        { "another relation takes the name", "create table {0}a.t as select id, region, secret from {0}.u; grant usage on schema {0}a to sales; grant select on {0}a.t to sales" },
        { "an operator of the same name fits better", "create function {0}.eq(varchar, text) returns boolean language sql immutable as 'select true'; create operator {0}.= (leftarg = varchar, rightarg = text, function = {0}.eq)" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task The_next_question_is_told_by_the_rules_of_its_own_moment(string what, string change)
    {
        var (place, text) = await PlaceAsync();
        for (var i = 0; i < 4; i++)
            await company.RowsAsync("bob", text);

        await company.AlterAsync(change.Replace("{0}", place, StringComparison.Ordinal));

        var next = await company.AskAsync("bob", text);
        var afresh = await company.AskAsync("bob", $"{text} --");
        Assert.True(Evidence(next) == Evidence(afresh), $"{what}: {Evidence(next)} and not {Evidence(afresh)}");
        Assert.Equal(Said.Of(afresh), Said.Of(next).Replace(text, $"{text} --", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Widening_a_policy_locks_the_wider_answer_for_those_who_did_not_gain()
    {
        var (place, _) = await PlaceAsync();
        var text = $"select secret from {place}.t order by id";
        for (var i = 0; i < 4; i++)
            Assert.True(await company.IsOpenAsync(await company.RowsAsync("bob", text), "mallory"));

        await company.AlterAsync($"create policy q on {place}.t for select to bob using (region = 'AMER')");

        Assert.False(await company.IsOpenAsync(await company.RowsAsync("bob", text), "mallory"));
    }

    [Fact]
    public async Task What_is_taken_from_a_viewer_locks_at_once_and_what_is_given_opens_at_once()
    {
        var (place, _) = await PlaceAsync();
        var bob = await company.RowsAsync("bob", $"select secret from {place}.u");
        Assert.True(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync($"revoke select on {place}.u from sales");
        Assert.False(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync($"grant select (secret) on {place}.u to mallory");
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
    }

    public static TheoryData<string, string, bool> Replacements => new()
    {
        { "replaced", "create or replace view {0}.w as select region, count(*)::numeric as worth from {0}.u group by region", false },
        { "dropped and created with another definition", "drop view {0}.w; create view {0}.w as select region, count(*)::numeric as worth from {0}.u group by region", false },
        { "another view below it", "create or replace view {0}.below as select id, region, 0 as n from {0}.u", false },
        { "the same name in another schema below it", "drop view {0}.w; create view {0}.w as select region, sum(n)::numeric as worth from {0}a.below group by region", false },
        { "another owner of the view below it", "grant usage on schema {0} to {0}_other; grant select on {0}.u to {0}_other; alter view {0}.below owner to {0}_other", false },
        { "a policy of the table below it", "alter table {0}.u enable row level security; create policy p on {0}.u using (region = 'EMEA')", false },
        { "created again alike", "drop view {0}.w; create view {0}.w as select region, sum(n)::numeric as worth from {0}.below group by region", true },
        {
            "created again by a load, tables and all",
            "drop table {0}.u cascade; create table {0}.u as select * from {0}.t; create view {0}.below as select id, region, id as n from {0}.u; create view {0}.w as select region, sum(n)::numeric as worth from {0}.below group by region",
            true
        },
    };

    [Theory]
    [MemberData(nameof(Replacements))]
    public async Task A_view_with_another_definition_is_other_data(string what, string change, bool isSame)
    {
        var (place, _) = await PlaceAsync();
        await company.AlterAsync($"""
            create view {place}.below as select id, region, id as n from {place}.u; create view {place}a.below as select * from {place}.below;
            create view {place}.w as select region, sum(n)::numeric as worth from {place}.below group by region; grant select on {place}.w to sales
            """);
        var bob = await company.RowsAsync("bob", $"select worth from {place}.w");
        Assert.True(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync(change.Replace("{0}", place, StringComparison.Ordinal) + $"; grant select on {place}.w to sales");

        Assert.True(isSame == await company.IsOpenAsync(bob, "mallory"), what);
        Assert.Equal(isSame, await company.IsOpenAsync(bob, "bob"));
        Assert.True(await company.IsOpenAsync(await company.RowsAsync("bob", $"select worth from {place}.w"), "mallory"));
    }

    [Fact]
    public async Task A_view_in_a_tables_place_is_other_data()
    {
        var (place, _) = await PlaceAsync();
        var bob = await company.RowsAsync("bob", $"select secret from {place}.u");
        Assert.True(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync($"alter table {place}.u rename to u_all; create view {place}.u as select * from {place}.u_all where region = 'EMEA'; grant select on {place}.u to sales");
        Assert.False(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync($"alter view {place}.u set (security_invoker = 1); revoke select on {place}.u_all from sales; grant select on {place}.u_all to mallory");
        Assert.False(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync($"drop view {place}.u; create table {place}.u as select * from {place}.u_all; grant select on {place}.u to sales");
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
    }

    [Fact]
    public async Task A_view_over_the_same_relations_in_other_places_is_other_data()
    {
        var (place, _) = await PlaceAsync();
        await company.AlterAsync($"create table {place}.x as select * from {place}.u; create view {place}.w as select a.secret from {place}.u a join {place}.x b on b.id = a.id; grant select on {place}.w to sales");
        var bob = await company.RowsAsync("bob", $"select secret from {place}.w");
        Assert.True(await company.IsOpenAsync(bob, "mallory"));

        await company.AlterAsync($"create or replace view {place}.w as select a.secret from {place}.x a join {place}.u b on b.id = a.id");

        Assert.False(await company.IsOpenAsync(bob, "mallory"));
    }

    [Fact]
    public async Task Schemas_that_change_their_names_count_for_the_very_next_question()
    {
        var (place, _) = await PlaceAsync();
        await company.AlterAsync($"create table {place}a.u as select *, 'x' as salary from {place}.u; grant usage on schema {place}a to sales; grant select on {place}a.u to sales");
        var text = $"select * from {place}.u order by 1";
        for (var i = 0; i < 4; i++)
            await company.RowsAsync("bob", text);

        await company.AlterAsync($"alter schema {place} rename to {place}x; alter schema {place}a rename to {place}; alter schema {place}x rename to {place}a");

        Assert.Contains("salary", Evidence(await company.AskAsync("bob", text)), StringComparison.Ordinal);
    }

    private static string Evidence(QueryOutcome outcome) =>
        string.Join(' ', outcome.Touched.Select(static t => $"{t.Relation}({string.Join(',', t.Columns)}){(t.DependsOnAsker ? "?" : "")}{(t.Undecided ? "!" : "")}[{string.Join(';', t.RowRules)}]"));

    private async Task<(string Place, string Text)> PlaceAsync()
    {
        var place = $"fresh{Guid.NewGuid().ToString("n")[..8]}";
        await company.AlterAsync($"""
            create schema {place}; create schema {place}a; grant usage on schema {place} to sales; create role {place}_more; create role {place}_other; grant {place}_more to bob;
            create table {place}.t (id int, region varchar, secret text, other text); insert into {place}.t values (1, 'EMEA', 'x1', 'o1'), (2, 'AMER', 'x2', 'o2');
            create table {place}.u as select * from {place}.t;
            alter table {place}.t enable row level security; create policy p on {place}.t for select to sales_emea using (region = 'EMEA');
            create policy r on {place}.t for select to {place}_other using (region = 'AMER');
            create view {place}.v as select id, region, secret from {place}.t;
            grant select on {place}.t, {place}.u, {place}.v to sales
            """);
        return (place, $"select t.secret, v.secret as s from {place}.t join {place}.v on v.id = t.id where t.region = 'EMEA' order by t.id");
    }
}
