using System.Text.Json;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>Columns of types that a database adds: what the card shows is what is stored, or nothing is.</summary>
public sealed class WrittenValueTests(CompanyCopy company) : ReportedCases(company)
{
    [Theory]
    [InlineData("ci", """{"ci":"AbC"}""", "AbC")]
    [InlineData("ci", """{"ci":" \u0130 "}""", " İ ")]
    [InlineData("cis", """{"cis":["A",null,"a b"]}""", "{A,NULL,\"a b\"}")]
    [InlineData("g", """{"g":"a b"}""", "a b")]
    [InlineData("g", """{"g":""}""", "")]
    [InlineData("gs", """{"gs":["","a b",null]}""", "{\"\",\"a b\",NULL}")]
    [InlineData("gs", """{"gs":[["low","top"],["top","low"]]}""", "{{low,top},{top,low}}")]
    [InlineData("gs", """{"gs":[]}""", "{}")]
    [InlineData("email", """{"email":"A@B.example"}""", "A@B.example")]
    [InlineData("whole", """{"whole":" 7 "}""", "7")]
    [InlineData("tags", """{"tags":"{b,a}"}""", "{b,a}")]
    [InlineData("tags", """{"tags":["b","a, c"]}""", "{b,\"a, c\"}")]
    [InlineData("tags", """{"tags":[]}""", "{}")]
    [InlineData("p", """{"p":"(low, 2)"}""", "(low,2)")]
    [InlineData("p", """{"p":"(,)"}""", "(,)")]
    [InlineData("ps", """{"ps":"{\"(low,1)\",NULL}"}""", "{\"(low,1)\",NULL}")]
    [InlineData("n", """{"n":7}""", "7")]
    [InlineData("n", """{"n":7.0}""", "7")]
    [InlineData("n", """{"n":-7.000}""", "-7")]
    [InlineData("span", """{"span":"(1,5]"}""", "[2,6)")]
    [InlineData("spans", """{"spans":"{[1,3),[2,9)}"}""", "{[1,9)}")]
    [InlineData("grid", """{"grid":[[1,2],[3,4]]}""", "{{1,2},{3,4}}")]
    [InlineData("boxes", """{"boxes":["(1,1),(0,0)",null,"(3,4),(1,2)"]}""", "{(1,1),(0,0);NULL;(3,4),(1,2)}")]
    [InlineData("boxes", """{"boxes":[]}""", "{}")]
    [InlineData("paths", """{"paths":["[(0,0),(1,1)]"]}""", "{\"[(0,0),(1,1)]\"}")]
    [InlineData("net", """{"net":"10.0.0.5/8"}""", "10.0.0.5/8")]
    [InlineData("code", """{"code":"ab"}""", "ab")]
    [InlineData("at", """{"at":"2026-07-01 12:00:00.6"}""", "2026-07-01 12:00:01")]
    [InlineData("doc", """{"doc":{"b":1,"a":[1.50]}}""", "{\"a\": [1.50], \"b\": 1}")]
    [InlineData("num", """{"num":"1e3"}""", "1000")]
    [InlineData("num", """{"num":"-0.00"}""", "0.00")]
    [InlineData("ok", """{"ok":"yes"}""", "true")]
    [InlineData("raw", """{"raw":"\\xDEAD"}""", "\\xdead")]
    [InlineData("u", """{"u":"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"}""", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")]
    public async Task The_card_shows_the_value_that_is_stored(string column, string values, string stored)
    {
        await KindsAsync();

        var card = await CardAsync("update", $"{Place}.kinds", """{"id":1}""", values);
        var done = await InvokeAsync(card.Digest, "update", $"{Place}.kinds", """{"id":1}""", values);

        Assert.Equal(stored, card.Fields.Single(field => field.Name == column).NewValue);
        Assert.StartsWith("Done: one row", done.ForModel, StringComparison.Ordinal);
        Assert.Equal(JsonSerializer.Serialize(new[] { new[] { stored } }), await RowsAsync($"select {column}::text from {Place}.kinds"));
    }

    [Theory]
    [InlineData("""{"g":"Low"}""")]
    [InlineData("""{"g":["low"]}""")]
    [InlineData("""{"email":"nobody"}""")]
    [InlineData("""{"whole":"x"}""")]
    [InlineData("""{"whole":2.5}""")]
    [InlineData("""{"n":2.5}""")]
    [InlineData("""{"n":"2."}""")]
    [InlineData("""{"tags":"{a,b,c}"}""")]
    [InlineData("""{"tags":["a","b","c"]}""")]
    [InlineData("""{"p":"(best,2)"}""")]
    [InlineData("""{"p":"(low,2,3)"}""")]
    [InlineData("""{"span":"[5,1]"}""")]
    [InlineData("""{"grid":[[1,2],[3]]}""")]
    [InlineData("""{"code":"abcde"}""")]
    [InlineData("""{"doc":"{"}""")]
    [InlineData("""{"u":"x"}""")]
    public async Task A_value_that_its_type_refuses_has_no_card(string values)
    {
        await KindsAsync();

        Assert.Equal("SHAPE: A value does not fit its column.", await RefusedAsync("update", $"{Place}.kinds", """{"id":1}""", values));
    }

    [Theory]
    [InlineData("update", """{"id":1}""", """{"twice":5}""")]
    [InlineData("update", """{"id":1}""", """{"row_no":5}""")]
    [InlineData("insert", "{}", """{"id":2,"row_no":5}""")]
    [InlineData("insert", "{}", """{"id":2,"twice":5}""")]
    public async Task A_value_that_the_server_makes_itself_is_not_written(string operation, string key, string values)
    {
        await KindsAsync();

        Assert.StartsWith("SHAPE: the source itself makes the value of ", await RefusedAsync(operation, $"{Place}.kinds", key, values), StringComparison.Ordinal);
        Assert.Equal("""[[1,6]]""", await RowsAsync($"select row_no, twice from {Place}.kinds"));
    }

    [Fact]
    public async Task A_row_is_named_by_a_key_of_such_a_type()
    {
        await KindsAsync();

        Assert.Equal($"Done: one row (update in {Place}.kinds).", await DoneAsync("update", $"{Place}.kinds", """{"ci":"KEY"}""", """{"n":9}"""));
        Assert.Equal($"Done: one row (update in {Place}.kinds).", await DoneAsync("update", $"{Place}.kinds", """{"g":"low","row_no":1}""", """{"n":10}"""));
        Assert.Equal("""[[10,20]]""", await RowsAsync($"select n, twice from {Place}.kinds"));
    }

    [Fact]
    public async Task A_view_is_written_through_its_trigger_or_rule_and_only_as_its_card_shows()
    {
        await MakeAsync("""
            create table base (id int primary key, v text); insert into base values (1, 'a'), (2, 'b');
            create view triggered as select id, v from base; create view ruled as select id, v from base; create view loud as select id, v from base;
            create function put() returns trigger language plpgsql as 'begin update base set v = new.v where id = new.id; return new; end';
            create trigger put instead of update on triggered for each row execute function put();
            create rule put as on update to ruled do instead update base set v = new.v where id = old.id;
            create rule shout as on update to loud do instead update base set v = upper(new.v) where id = old.id;
            create rule add as on insert to ruled do instead insert into base values (new.id, new.v);
            grant select, insert, update on base, triggered, ruled, loud to public
            """);
        async Task<string> PutAsync(string view, string value) => await DoneAsync("update", $"{Place}.{view}", """{"id":1}""", $$"""{"v":"{{value}}"}""");

        Assert.Equal($"Done: one row (update in {Place}.triggered).", await PutAsync("triggered", "x"));
        Assert.Equal($"Done: one row (update in {Place}.ruled).", await PutAsync("ruled", "y"));
        Assert.StartsWith("CHANGED: The source would store another value", await PutAsync("loud", "z"), StringComparison.Ordinal);
        Assert.StartsWith("REFUSED: ", await DoneAsync("insert", $"{Place}.ruled", "{}", """{"id":3,"v":"c"}"""), StringComparison.Ordinal);
        Assert.Equal("""[[1,"y"],[2,"b"]]""", await RowsAsync($"select id, v from {Place}.base order by id"));
        Assert.Equal($"Done: one row (update in {Place}.loud).", await PutAsync("loud", "z"));
        Assert.Equal("""[[1,"Z"],[2,"b"]]""", await RowsAsync($"select id, v from {Place}.base order by id"));
    }

    private async Task KindsAsync()
    {
        await Company.AlterAsync("create extension if not exists citext schema public");
        await MakeAsync("""
            create type grade as enum ('low', 'top', 'a b', ''); create type pair as (g grade, n int); create domain whole as int; create domain email as public.citext check (value ~ '@');
            create domain tags as text[] check (cardinality(value) < 3);
            create table kinds (id int primary key, ci public.citext, cis public.citext[], g grade, gs grade[], email email, whole whole, tags tags, p pair, ps pair[], n int, twice int generated always as (n * 2) stored,
                row_no int generated always as identity, span int4range, spans int4multirange, grid int[], boxes box[], paths path[], net inet, code char(4), at timestamp(0), doc jsonb, num numeric, ok boolean, raw bytea, u uuid);
            insert into kinds (id, ci, g, p, n) values (1, 'key', 'low', '(low,1)', 3); grant insert, update on kinds to public
            """);
    }
}
