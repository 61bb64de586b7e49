using System.Text.Json;
using Npgsql;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>Reported issues of other tools with PostgreSQL values and names, and the correct behavior here.</summary>
public sealed class ReportedCaseTests(CompanyCopy company) : ReportedCases(company)
{
    [Fact]
    public async Task Ids_beyond_two_to_the_53_keep_their_digits()
    {
        await MakeAsync("create table accounts (id bigint primary key, note text); insert into accounts values (9007199254740993, 'a'), (4611686018427387905, 'b')");

        Assert.Equal("""[["9007199254740993","a"],["4611686018427387905","b"]]""", await RowsAsync("select id, note from accounts order by id"));
    }

    [Fact]
    public async Task Times_of_day_keep_seconds_zones_and_midnight()
    {
        await MakeAsync("create table shifts (id int primary key, starts time, closes time, zoned timetz, times time[]); insert into shifts values (1, '09:30:45.5', '23:59:59', '09:30:45+02', '{09:30:45,10:00:01}'), (2, '00:00:07', '24:00', '12:00+00', '{}')");

        Assert.Equal(
            """[["09:30:45.5","23:59:59","09:30:45+02","{09:30:45,10:00:01}"],["00:00:07","24:00:00","12:00:00+00","{}"]]""",
            Plain(await RowsAsync("select starts, closes, zoned, times from shifts order by id")));
    }

    [Fact]
    public async Task Dates_that_no_calendar_type_holds_are_the_servers_text()
    {
        await MakeAsync("create table contracts (id int primary key, d date, ts timestamp, tsz timestamptz); insert into contracts values (1, 'infinity', 'infinity', '-infinity'), (2, '0044-03-15 BC', '294276-12-31 23:59:59', '20000-01-01 00:00:00+00')");

        Assert.StartsWith("""[["infinity","infinity","-infinity"],["0044-03-15 BC","294276-12-31 23:59:59","20000-01-01 """, await RowsAsync("select d, ts, tsz from contracts order by id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_was_made_after_the_first_question_is_read()
    {
        await Company.RowsAsync("bob", "select 1");
        await MakeAsync("create type level as enum ('lo', 'hi'); create type pair as (l level, n numeric); create table levels (id int, l level, ls level[], p pair); insert into levels values (1, 'hi', '{lo,NULL}', '(lo,1.50)')");

        Assert.Equal("""[[1,"hi","{lo,NULL}","(lo,1.50)"]]""", Plain(await RowsAsync("select * from levels")));
    }

    [Theory]
    [InlineData("select g from {0}.reviews where g = 'best'", "SHAPE: invalid input value for enum {0}.grade: \"best\"")]
    [InlineData("select sum(notes) from {0}.reviews", "NOT_FOUND: function sum(text) does not exist")]
    [InlineData("select id from {0}.reviews where id = 'abc'", "SHAPE: invalid input syntax for type integer: \"abc\"")]
    [InlineData("select id from {0}.reviews where g = 1", "NOT_FOUND: operator does not exist: {0}.grade = integer")]
    [InlineData("select gs[1] from {0}.reviews where gs = '{{best}}'", "SHAPE: invalid input value for enum {0}.grade: \"best\"")]
    public async Task A_type_of_the_databases_own_leaves_the_servers_words_as_they_are(string sql, string words)
    {
        await MakeAsync("create type grade as enum ('low', 'mid', 'top'); create table reviews (id int primary key, g grade, gs grade[], notes text); insert into reviews values (1, 'low', '{mid}', 'x')");

        var said = Said.Of(await Company.AskAsync("bob", sql.Replace("{0}", Place, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)));

        Assert.StartsWith(words.Replace("{0}", Place, StringComparison.Ordinal), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_in_the_persons_own_path_is_named_as_they_write_it()
    {
        await Company.AlterAsync("create type public.grade as enum ('low', 'top'); create table public.graded (id int, g public.grade); grant select on public.graded to public");

        Assert.Equal("SHAPE: invalid input value for enum grade: \"best\"", Said.Of(await Company.AskAsync("bob", "select g from graded where g = 'best'")));
    }

    [Fact]
    public async Task The_persons_own_path_decides_and_what_it_leaves_open_is_refused_with_both_spelled()
    {
        await Company.AlterAsync($"""
            create schema aaa; create schema bbb; grant usage on schema aaa, bbb to public;
            create table aaa.parcels (id int primary key, note text); create table public.parcels (id int primary key, note text); create table aaa.crates (id int); create table bbb.crates (id int); create table bbb.only_here (id int, crates int);
            insert into aaa.parcels values (1, 'old'); insert into public.parcels values (1, 'new'), (2, 'new');
            grant select, update on aaa.parcels, public.parcels, aaa.crates, bbb.crates, bbb.only_here to public
            """);

        Assert.Contains("[[2]]", Said.Of(await Company.AskAsync("bob", "select count(*) from parcels")), StringComparison.Ordinal);
        Assert.Equal("[[1]]", await RowsAsync("select count(*) from aaa.parcels"));
        Assert.Equal("NOT_FOUND: crates is ambiguous: write aaa.crates or bbb.crates.", Said.Of(await Company.AskAsync("bob", "select count(*) from crates")));
        Assert.Equal("NOT_FOUND: crates is ambiguous: write aaa.crates or bbb.crates.", Said.Of(await Company.AskAsync("bob", "select count(*) from only_here o, crates")));
        Assert.Equal("[[0]]", await RowsAsync("select count(*) from bbb.crates crates"));
        Assert.Equal("[[0]]", await RowsAsync("select count(crates) from only_here"));
        Assert.Equal("NOT_FOUND: crates is ambiguous: write aaa.crates or bbb.crates.", await RefusedAsync("update", "crates", """{"id":1}""", """{"id":2}"""));
        Assert.Contains("public.parcels", (await CardAsync("update", "parcels", """{"id":1}""", """{"note":"changed"}""")).Target, StringComparison.Ordinal);
        Assert.Equal("Done: one row (update in public.parcels).", await DoneAsync("update", "parcels", """{"id":1}""", """{"note":"changed"}"""));
        Assert.Equal("""[["old","changed"]]""", await RowsAsync("select a.note, b.note from aaa.parcels a join public.parcels b using (id)"));
    }

    [Fact]
    public async Task A_name_that_the_path_finds_first_where_others_may_create_is_not_taken_from_elsewhere()
    {
        await Company.AlterAsync("grant create on schema public to public; create table public.boxes (id int); create schema zzz; grant usage on schema zzz to public; create table zzz.boxes (id int); grant select on public.boxes, zzz.boxes to public");

        // Carol's login has not been checked yet, so the check sees the open schema.
        var said = Said.Of(await Company.AskAsync("carol", "select count(*) from boxes"));
        await Company.AlterAsync("drop table zzz.boxes");
        var alone = Said.Of(await Company.AskAsync("carol", "select count(*) from boxes"));
        await Company.AlterAsync("revoke create on schema public from public");

        Assert.Equal("NOT_FOUND: boxes is ambiguous: write public.boxes or zzz.boxes.", said);
        Assert.Equal("NOT_FOUND: write it with its schema: public.boxes.", alone);
    }

    [Fact]
    public async Task Names_are_described_and_taken_in_the_spelling_that_sql_needs()
    {
        await Company.AlterAsync("""
            create table public."gameScores" ("scoreID" int primary key, "order" int); insert into public."gameScores" values (1, 5);
            create schema "Sales Data"; create table "Sales Data"."Order Lines" ("Unit Price" int, score int references public."gameScores", "default" int); grant usage on schema "Sales Data" to public;
            grant select on public."gameScores" to public; grant select, insert on "Sales Data"."Order Lines" to public
            """);

        var text = CatalogText.Of([await Company.CatalogAsync("bob")], 100_000).Text;

        Assert.Contains("- public.\"gameScores\"(\"scoreID\" integer, \"order\" integer)", text, StringComparison.Ordinal);
        Assert.Contains("- \"Sales Data\".\"Order Lines\"(\"Unit Price\" integer, score integer, \"default\" integer)", text, StringComparison.Ordinal);
        Assert.Contains("; score -> public.\"gameScores\".\"scoreID\"", text, StringComparison.Ordinal);
        Assert.Matches("no such table, column or function: gameScores. Nearest: \"gameScores\"[^;]*; write \"gameScores\" in double quotes.$", Said.Of(await Company.AskAsync("bob", "select * from gameScores")));
        foreach (var name in (string[])["\"Sales Data\".\"Order Lines\"", "Sales Data.Order Lines", "Order Lines", "\"Order Lines\""])
            Assert.Contains("Order Lines", (await CardAsync("insert", name, "{}", """{"Unit Price":7}""")).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_reach_the_model_with_the_tables_and_columns_that_are_visible()
    {
        await MakeAsync("create table ledger (id int, note text, hidden text); comment on table ledger is 'Live entries; archive is frozen since 2020'; comment on column ledger.note is E'free \"text\"\\nof the clerk'; comment on column ledger.hidden is 'HIDDENCANARY'; revoke select on ledger from public; grant select (id, note) on ledger to public; create table closed (id int); comment on table closed is 'HIDDENCANARY'; revoke all on closed from public");

        var text = CatalogText.Of([await Company.CatalogAsync("bob")], 100_000).Text;
        await Company.AlterAsync($"comment on column {Place}.ledger.id is 'number of the entry'");

        Assert.Contains("; comment: \"Live entries; archive is frozen since 2020\"; note: \"free 'text' of the clerk\"\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDENCANARY", text, StringComparison.Ordinal);
        Assert.Contains("id: \"number of the entry\"", CatalogText.Of([await Company.CatalogAsync("bob")], 100_000).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_from_a_schema_where_others_may_create_do_not_reach_the_model()
    {
        await MakeAsync($"create table board (id int); comment on table board is 'HIDDENCANARY'; comment on column board.id is 'HIDDENCANARY'; grant create on schema {Place} to erin");
        Company.SignInAgain("bob");

        var text = CatalogText.Of([await Company.CatalogAsync("bob")], 100_000).Text;

        Assert.Contains($"{Place}.board(id integer)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDENCANARY", text, StringComparison.Ordinal);
    }
}
