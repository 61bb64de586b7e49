using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>Names can contain any character. They are read from the catalog, and described so that a query can repeat them.</summary>
public sealed class OddNameTests(CompanyCopy company, ExpenseFile file) : IClassFixture<CompanyCopy>, IClassFixture<ExpenseFile>
{
    private static readonly string Longest = $"{new string('x', 58)}🙂c";

    public static TheoryData<string> Names => [Longest, "quo\"te'd", "new\nline", "🙂", "a.b", "{:relid 5}", "(b 8 9)", "\\", "<>", "?", "*", " ", "select", "Ünïcode", "-- x", "/* y"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_of_any_letters_is_read_recorded_and_described(string name)
    {
        var quoted = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await company.AlterAsync($"create schema {quoted}; create table {quoted}.{quoted} ({quoted} int, other text); insert into {quoted}.{quoted} values (7, 'x'); grant usage on schema {quoted} to sales; grant select on {quoted}.{quoted} to sales_emea; grant select (other) on {quoted}.{quoted} to sales_amer");

        var table = Assert.Single((await company.CatalogAsync("bob")).Tables, t => t.Name == name);
        var column = Quoted(CatalogText.Of([new("company", "postgres", [table], [])], 1_000).Text);
        var bob = await company.RowsAsync("bob", $"select {column[1]} from {column[0]}");

        Assert.Equal(7L, Assert.Single(bob.Table.Rows)[0]);
        Assert.Equal(name, Assert.Single(Assert.Single(bob.Touched).Columns));
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
        Assert.False(await company.IsOpenAsync(bob, "erin"));
        Assert.True(await company.IsOpenAsync(await company.RowsAsync("bob", $"select other from {column[0]}"), "erin"));
    }

    [Fact]
    public async Task A_dot_in_a_name_does_not_make_one_table_pass_for_another()
    {
        await company.AlterAsync("""
            create schema "one.two"; create schema one; create table "one.two".three (id int); create table one."two.three" (id int); grant usage on schema one, "one.two" to sales;
            grant select on "one.two".three to sales_emea; grant select on one."two.three" to sales_amer; insert into "one.two".three values (1)
            """);

        var (bob, erin) = (await company.RowsAsync("bob", "select id from \"one.two\".three"), await company.RowsAsync("erin", "select id from one.\"two.three\""));

        Assert.False(await company.IsOpenAsync(bob, "erin"));
        Assert.False(await company.IsOpenAsync(erin, "bob"));
        Assert.True(await company.IsOpenAsync(bob, "mallory"));
    }

    [Fact]
    public async Task A_mistake_is_worded_by_the_table_that_was_meant_where_several_share_its_name()
    {
        await company.AlterAsync("create schema away; create schema zone; create table away.twin (other int); create table zone.twin (id int, region text); insert into zone.twin values (1, 'EMEA'); grant usage on schema away, zone to sales; grant select on away.twin, zone.twin to sales");

        var bob = await company.AskAsync("bob", "select id from zone.twin where region::int = 1");

        Assert.Contains("invalid input syntax", Said.Of(bob), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_a_character_is_refused()
    {
        Assert.Contains("half of a character", Said.Of(await company.AskAsync("bob", "select 1 as \"\ud83d\"")), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Undefined, new Onbehalf.Turns.RequestedCall("", "query_data", """{"sql":"select '\ud83d'"}""").Parse().ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, new Onbehalf.Turns.RequestedCall("", "query_data", """{"sql":"select '\ud83d\ude42'"}""").Parse().ValueKind);
    }

    [Fact]
    public async Task Columns_that_were_dropped_and_added_again_are_the_new_ones()
    {
        await company.AlterAsync("""
            create schema dropped; grant usage on schema dropped to public; create table dropped.t (a int, b text, c int, e text); insert into dropped.t values (1, 'x', 3, 'secret');
            alter table dropped.t drop column b; alter table dropped.t add column b int default 7; alter table dropped.t drop column a; alter table dropped.t add column a text default 'new';
            create view dropped.whole with (security_invoker) as select t as row from dropped.t; grant select on dropped.t, dropped.whole to sales_emea; grant select (a, b) on dropped.t to sales_amer
            """);
        var (some, row, view) = ("select b, a from dropped.t", "select row_to_json(t)::text from dropped.t", "select row_to_json(row)::text from dropped.whole");
        await company.RowsAsync("bob", some);

        await company.AlterAsync("alter table dropped.t drop column b; alter table dropped.t add column b int default 8; grant select (b) on dropped.t to sales_amer");

        var bob = await company.RowsAsync("bob", some);
        Assert.Contains("[[8,\"new\"]]", Said.Of(bob), StringComparison.Ordinal);
        Assert.Equal("a,b", string.Join(',', Assert.Single(bob.Touched).Columns));
        Assert.True(await company.IsOpenAsync(bob, "erin"));
        Assert.Equal("a,b,c,e", string.Join(',', Assert.Single((await company.RowsAsync("bob", row)).Touched).Columns));
        Assert.False(await company.IsOpenAsync(await company.RowsAsync("bob", view), "erin"));
    }

    [Fact]
    public async Task Of_a_file_only_the_case_of_a_to_z_makes_no_difference()
    {
        using var source = ExpenseFile.Open(file.Write("odd", "CREATE TABLE \"🙂 t\"\"\n\" (É TEXT, é TEXT, \"x\ny\" INTEGER); INSERT INTO \"🙂 t\"\"\n\" VALUES ('hidden', 'seen', 7);"), policy: """
            { "providers": ["local"], "tables": { "🙂 t\"\n": { "grants": [
              { "to": "everyone", "columns": ["é", "x\ny"], "rows": "all" }, { "to": { "group": "cfo" }, "columns": ["É"], "rows": "all" } ] } } }
            """);

        var bob = await source.QueryAsync(file.Bob, new("SELECT \"x\ny\", * FROM \"🙂 T\"\"\n\""), new(10, 10_000, TimeSpan.FromSeconds(2)), default);
        var carol = await source.QueryAsync(file.Carol, new("SELECT É FROM \"🙂 t\"\"\n\""), new(10, 10_000, TimeSpan.FromSeconds(2)), default);

        Assert.Contains("[[7,\"seen\",7]]", Said.Of(bob), StringComparison.Ordinal);
        Assert.Contains("[[\"hidden\"]]", Said.Of(carol), StringComparison.Ordinal);
        Assert.All(carol.Touched, touched => Assert.False(source.OfAsync(file.Bob, default).Result!.Cover(touched, isAsker: false)));
    }

    /// <summary>The table and its first column, from a description.</summary>
    private static string[] Quoted(string text)
    {
        var line = text[(text.IndexOf("\n- ", StringComparison.Ordinal) + 3)..];
        var end = line.IndexOf(" integer, other", StringComparison.Ordinal);
        var at = Enumerable.Range(1, end).First(i => line[i] == '(' && line[..i].Count(static c => c == '"') % 2 == 0);
        return [line[..at], line[(at + 1)..end]];
    }
}
