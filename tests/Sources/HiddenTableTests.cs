using Npgsql;
using Onbehalf.Sources;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sources;

/// <summary>Two worlds: a text gets the same bytes whether a table that its person may not read exists, is locked, or does not exist.</summary>
public sealed class HiddenTableTests(CompanyCopy company) : ReportedCases(company)
{
    [Fact]
    public async Task A_hidden_table_answers_like_none_also_beside_a_visible_one_of_the_same_name()
    {
        await MakeAsync("create table notes (id int primary key, note text); insert into notes values (1, 'a')");
        await Company.AlterAsync($"create schema {Place}x; create schema {Place}y; grant usage on schema {Place}x, {Place}y to public; create table {Place}x.seen (id int); grant select on {Place}x.seen to public");
        string[] texts =
        [
            .. Texts("x"), .. Texts("y"),
            "select * from unseen_alone", "select id from notes where exists (select from unseen_alone)",
            "with unseen_alone as (select 1) select * from notes, (select * from unseen_alone) u", "with u as (select 1 from unseen_alone) select * from u, seen",
            $"select s.id from {Place}x.seen s natural join {Place}x.unseen_alone", $"select 1 from {Place}x.seen as {Place}x, {Place}y.notes",
        ];

        var without = await AskAllAsync(texts);
        await Company.AlterAsync($"""
            create table {Place}x.notes (id int, note int, amount int); create table {Place}y.notes (id int, note int, amount int); create table {Place}x.unseen_alone (id int);
            alter table {Place}x.notes enable row level security; create policy p on {Place}x.notes using (note > 1)
            """);
        var hidden = await AskAllAsync(texts);

        Assert.Equal(without, hidden);
        Assert.All(without.Take(20), static said => Assert.StartsWith("NOT_FOUND: ", said, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_long_text_of_froms_and_commas_is_refused_and_not_searched_for_hours()
    {
        var said = Assert.Single(await AskAllAsync([$"select coalesce({string.Join(',', Enumerable.Repeat("a from", 2_500))}"]));

        Assert.DoesNotContain("BUSY", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_column_answers_like_none_also_beside_a_table_that_has_one()
    {
        await MakeAsync("create table dup (id int primary key, secret text)");
        await Company.AlterAsync($"create schema {Place}x; grant usage on schema {Place}x to public; create table {Place}x.dup (id int); grant select (id) on {Place}x.dup to public");
        string[] texts = [$"select a.secret from {Place}x.dup a join {Place}.dup b using (id)", $"select secret from {Place}x.dup", $"select a.id from {Place}x.dup a, {Place}.dup b where a.secret = 'x'"];
        var without = await AskAllAsync(texts);
        await Company.AlterAsync($"alter table {Place}x.dup add secret int");

        Assert.Equal(without, await AskAllAsync(texts));
    }

    [Fact]
    public async Task A_hidden_table_that_is_locked_answers_like_none()
    {
        await MakeAsync("create table notes (id int primary key, note text)");
        string[] texts = [$"select * from {Place}.closed", "select 1 from closed", $"select note from {Place}x.notes", $"select 1 from {Place}.notes n, {Place}x.notes m"];
        await Company.AlterAsync($"create schema {Place}x; grant usage on schema {Place}x to public");
        var without = await AskAllAsync(texts);
        await Company.AlterAsync($"create table {Place}.closed (id int); revoke all on {Place}.closed from public; create table {Place}x.notes (id int, note text); alter table {Place}.closed enable row level security; create policy p on {Place}.closed using (id = 1)");

        await using var other = await LockAsync($"{Place}.closed, {Place}x.notes");
        Company.SignInAgain("bob");
        var locked = await AskAllAsync(texts);

        Assert.Equal(without, locked);
    }

    [Fact]
    public async Task The_row_type_of_a_hidden_table_answers_like_none()
    {
        await MakeAsync("create table notes (id int primary key, note text); create type pair as (a int, b int); create table pairs (id int, p pair); create table partly (id int, note text)");
        string[] texts =
        [
            $"select row_to_json(row(1, 'x')::{Place}.closed)", $"select null::{Place}.closed", "select null::closed", $"select (null::{Place}.closed).salary", $"select array[null]::{Place}.closed[]",
            $"select json_query('{{\"id\":1}}', '$' returning {Place}.closed)", $"select {Place}.closed '(1,x)'", "select cast('(1,x)' as closed) from notes", $"select 1 where row(1, 'x')::{Place}.closed is null",
        ];
        var without = await AskAllAsync(texts);
        await Company.AlterAsync($"create table {Place}.closed (id int, salary text); revoke all on {Place}.closed from public; alter table {Place}.partly add hidden int; revoke all on {Place}.partly from public; grant select (id, note) on {Place}.partly to public");

        Assert.Equal(without, await AskAllAsync(texts));
        Assert.All(without, static said => Assert.StartsWith("NOT_FOUND: ", said, StringComparison.Ordinal));
        Assert.StartsWith("NOT_FOUND: ", Said.Of(await Company.AskAsync("bob", $"select row_to_json(row(1, 'x', 2)::{Place}.partly)")), StringComparison.Ordinal);
        Assert.Equal("""[["{\u0022id\u0022:1,\u0022note\u0022:\u0022x\u0022}"]]""", await RowsAsync($"select row_to_json(row(1, 'x')::{Place}.notes)"));
        Assert.Equal("""[["(1,2)"]]""", await RowsAsync($"select '(1,2)'::{Place}.pair"));
    }

    [Fact]
    public async Task A_hidden_table_of_the_same_name_is_not_in_the_way()
    {
        await MakeAsync("create table parcels (id int primary key, note text); insert into parcels values (1, 'mine'); create table crates (id int)");
        await Company.AlterAsync($"create schema a{Place}; create schema z{Place}; grant usage on schema a{Place}, z{Place} to public; create table z{Place}.crates (id int); grant select on z{Place}.crates to public");
        Company.SignInAgain("bob");
        string[] texts =
        [
            "select parcels.note from parcels", "select note from parcels where id = 'x'", "with p as (select * from parcels) select p.note, extract(year from date '2026-01-01') from p, lateral (select 1) q",
            "select count(*) from crates", "select note, absent from parcels", "select 1 / (id - 1) from parcels",
        ];

        var without = await AskAllAsync(texts);
        await Company.AlterAsync($"create table a{Place}.parcels (id text, note int, absent int); create table a{Place}.crates (id int)");
        var hidden = await AskAllAsync(texts);

        Assert.Equal(without, hidden);
        Assert.Contains("[[\"mine\"]]", hidden[0], StringComparison.Ordinal);
        Assert.Equal($"NOT_FOUND: crates is ambiguous: write {Place}.crates or z{Place}.crates.", hidden[3]);
        await using var other = await LockAsync($"a{Place}.parcels");
        Assert.Equal(without[0], (await AskAllAsync([texts[0]]))[0]);
    }

    [Fact]
    public async Task A_lock_on_one_table_with_a_policy_is_no_lock_on_the_source()
    {
        await MakeAsync("create table waited (id int); alter table waited enable row level security; create policy p on waited using (id > 0); create table free (id int)");
        await using var other = await LockAsync($"{Place}.waited");
        Company.SignInAgain("bob");

        Assert.Equal("BUSY: the table is locked by somebody else now; ask again.", Said.Of(await Company.AskAsync("bob", $"select * from {Place}.waited")));
        Assert.Equal("[]", await RowsAsync($"select * from {Place}.free"));
    }

    private string[] Texts(string schema) =>
    [
        $"select note from {Place}{schema}.notes", $"select * from {Place}{schema}.notes", $"select absent from {Place}{schema}.notes", $"select id from {Place}{schema}.notes where note = 1",
        $"select n.id from {Place}.notes n join {Place}{schema}.notes m using (id)", $"select id from {Place}{schema}.notes where amount = 'abc'", $"select 1 from only {Place}{schema}.notes",
        $"table {Place}{schema}.notes", $"select (select count(*) from \"{Place}{schema}\".\"notes\")", $"select 1 from {Place}.notes, {Place}{schema}.notes",
    ];

    private async Task<string[]> AskAllAsync(IEnumerable<string> texts)
    {
        var said = new List<string>();
        foreach (var text in texts)
            said.Add(Said.Of(await Company.AskAsync("bob", text)));
        return [.. said];
    }

    /// <summary>Until the connection is disposed of.</summary>
    private async Task<NpgsqlConnection> LockAsync(string tables)
    {
        var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder((await CompanyCluster.StartAsync()).AdminConnectionString) { Database = Company.Database, Pooling = false }.ConnectionString);
        await other.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {tables} in access exclusive mode", other);
        await command.ExecuteNonQueryAsync();
        return other;
    }
}
