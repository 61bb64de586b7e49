using System.Text.Json;
using Npgsql;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Sources.Tools;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>What users of other tools reported about values, names and errors of PostgreSQL, and what is right here.</summary>
public sealed class ReportedCaseTests(CompanyCopy company) : IClassFixture<CompanyCopy>, IAsyncLifetime
{
    private readonly string _place = $"c{Guid.NewGuid().ToString("n")[..8]}";

    private ChangeData Change => new(new SourceCatalog([company.Source]));

    private static Authority Bob => TestPeople.Authority("bob");

    public async Task InitializeAsync()
    {
        await company.AlterAsync($"create schema {_place}; grant usage on schema {_place}, public to public; alter role bob in database {company.Database} set search_path = public, company");
        company.SignInAgain("bob");
    }

    public Task DisposeAsync() => company.AlterAsync($"drop schema {_place} cascade");

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
        await company.RowsAsync("bob", "select 1");
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

        var said = Said.Of(await company.AskAsync("bob", sql.Replace("{0}", _place, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)));

        Assert.StartsWith(words.Replace("{0}", _place, StringComparison.Ordinal), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_in_the_persons_own_path_is_named_as_they_write_it()
    {
        await company.AlterAsync("create type public.grade as enum ('low', 'top'); create table public.graded (id int, g public.grade); grant select on public.graded to public");

        Assert.Equal("SHAPE: invalid input value for enum grade: \"best\"", Said.Of(await company.AskAsync("bob", "select g from graded where g = 'best'")));
    }

    [Fact]
    public async Task The_persons_own_path_decides_and_what_it_leaves_open_is_refused_with_both_spelled()
    {
        await company.AlterAsync($"""
            create schema aaa; create schema bbb; grant usage on schema aaa, bbb to public;
            create table aaa.parcels (id int primary key, note text); create table public.parcels (id int primary key, note text); create table aaa.crates (id int); create table bbb.crates (id int); create table bbb.only_here (id int, crates int);
            insert into aaa.parcels values (1, 'old'); insert into public.parcels values (1, 'new'), (2, 'new');
            grant select, update on aaa.parcels, public.parcels, aaa.crates, bbb.crates, bbb.only_here to public
            """);

        Assert.Contains("[[2]]", Said.Of(await company.AskAsync("bob", "select count(*) from parcels")), StringComparison.Ordinal);
        Assert.Equal("[[1]]", await RowsAsync("select count(*) from aaa.parcels"));
        Assert.Equal("NOT_FOUND: crates is ambiguous: write aaa.crates or bbb.crates.", Said.Of(await company.AskAsync("bob", "select count(*) from crates")));
        Assert.Equal("NOT_FOUND: crates is ambiguous: write aaa.crates or bbb.crates.", Said.Of(await company.AskAsync("bob", "select count(*) from only_here o, crates")));
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
        await company.AlterAsync("grant create on schema public to public; create table public.boxes (id int); create schema zzz; grant usage on schema zzz to public; create table zzz.boxes (id int); grant select on public.boxes, zzz.boxes to public");

        // Carol's login has not been checked yet, so the check sees the open schema.
        var said = Said.Of(await company.AskAsync("carol", "select count(*) from boxes"));
        await company.AlterAsync("drop table zzz.boxes");
        var alone = Said.Of(await company.AskAsync("carol", "select count(*) from boxes"));
        await company.AlterAsync("revoke create on schema public from public");

        Assert.Equal("NOT_FOUND: boxes is ambiguous: write public.boxes or zzz.boxes.", said);
        Assert.Equal("NOT_FOUND: write it with its schema: public.boxes.", alone);
    }

    [Fact]
    public async Task Names_are_described_and_taken_in_the_spelling_that_sql_needs()
    {
        await company.AlterAsync("""
            create table public."gameScores" ("scoreID" int primary key, "order" int); insert into public."gameScores" values (1, 5);
            create schema "Sales Data"; create table "Sales Data"."Order Lines" ("Unit Price" int, score int references public."gameScores", "default" int); grant usage on schema "Sales Data" to public;
            grant select on public."gameScores" to public; grant select, insert on "Sales Data"."Order Lines" to public
            """);

        var text = CatalogText.Of([await company.CatalogAsync("bob")], 100_000).Text;

        Assert.Contains("- public.\"gameScores\"(\"scoreID\" integer, \"order\" integer)", text, StringComparison.Ordinal);
        Assert.Contains("- \"Sales Data\".\"Order Lines\"(\"Unit Price\" integer, score integer, \"default\" integer)", text, StringComparison.Ordinal);
        Assert.Contains("; score -> public.\"gameScores\".\"scoreID\"", text, StringComparison.Ordinal);
        Assert.Matches("no such table, column or function: gameScores. Nearest: \"gameScores\"[^;]*; write \"gameScores\" in double quotes.$", Said.Of(await company.AskAsync("bob", "select * from gameScores")));
        foreach (var name in (string[])["\"Sales Data\".\"Order Lines\"", "Sales Data.Order Lines", "Order Lines", "\"Order Lines\""])
            Assert.Contains("Order Lines", (await CardAsync("insert", name, "{}", """{"Unit Price":7}""")).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_reach_the_model_with_the_tables_and_columns_that_are_visible()
    {
        await MakeAsync("create table ledger (id int, note text, hidden text); comment on table ledger is 'Live entries; archive is frozen since 2020'; comment on column ledger.note is E'free \"text\"\\nof the clerk'; comment on column ledger.hidden is 'HIDDENCANARY'; revoke select on ledger from public; grant select (id, note) on ledger to public; create table closed (id int); comment on table closed is 'HIDDENCANARY'; revoke all on closed from public");

        var text = CatalogText.Of([await company.CatalogAsync("bob")], 100_000).Text;
        await company.AlterAsync($"comment on column {_place}.ledger.id is 'number of the entry'");

        Assert.Contains("; comment: \"Live entries; archive is frozen since 2020\"; note: \"free 'text' of the clerk\"\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDENCANARY", text, StringComparison.Ordinal);
        Assert.Contains("id: \"number of the entry\"", CatalogText.Of([await company.CatalogAsync("bob")], 100_000).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_that_refer_to_each_other_are_the_administrators_to_mend()
    {
        await MakeAsync("""
            create table rooms (id int primary key); create table seats (room int, who text); alter table rooms enable row level security; alter table seats enable row level security;
            create policy a on rooms using (exists (select from seats s where s.room = rooms.id and s.who = current_user)); create policy b on seats using (exists (select from rooms r where r.id = seats.room))
            """);

        Assert.Equal(
            "REFUSED: the row policy of this table cannot be evaluated (its policies refer to each other); ask the database administrator.",
            Said.Of(await company.AskAsync("bob", $"select * from {_place}.rooms")));
    }

    [Fact]
    public async Task A_locked_table_is_said_to_be_locked()
    {
        await MakeAsync("create table waited (id int primary key, note text); insert into waited values (1, 'a'); grant update on waited to public");
        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder((await CompanyCluster.StartAsync()).AdminConnectionString) { Database = company.Database }.ConnectionString);
        await other.OpenAsync();
        await using var held = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"lock table {_place}.waited in access exclusive mode", other))
            await command.ExecuteNonQueryAsync();

        Assert.Equal("BUSY: the table is locked by somebody else now; ask again.", Said.Of(await company.AskAsync("bob", $"select * from {_place}.waited")));
        Assert.Equal("BUSY: The row is locked by somebody else now; ask again.", await RefusedAsync("update", $"{_place}.waited", """{"id":1}""", """{"note":"x"}"""));
    }

    [Theory]
    [InlineData("create materialized view v as select 1 as id with no data", "REFUSED: a view or sequence of the source is not ready")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception using errcode = 'XX000', message = 'HIDDENCANARY'; end $f$; create view v as select f() as id", "REFUSED: the database failed while it answered")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception using errcode = '08001', message = 'HIDDENCANARY'; end $f$; create view v as select f() as id", "REFUSED: another server that this source reads from")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception using errcode = '40P01', message = 'HIDDENCANARY'; end $f$; create view v as select f() as id", "BUSY: somebody else changes the same data now")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception using errcode = '53200', message = 'HIDDENCANARY'; end $f$; create view v as select f() as id", "LIMIT: the database has too little memory or disk")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception using errcode = '54001', message = 'HIDDENCANARY'; end $f$; create view v as select f() as id", "LIMIT: the statement needs too much.")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception 'HIDDENCANARY'; end $f$; create view v as select f() as id", "REFUSED: a row policy, view or function of the source fails")]
    [InlineData("create function f() returns int language plpgsql as $f$ begin raise exception using errcode = '23514', message = 'HIDDENCANARY'; end $f$; create view v as select f() as id", "REFUSED: a row policy, view or function of the source fails")]
    public async Task The_class_of_an_error_says_whose_it_is(string script, string words)
    {
        await MakeAsync(script);

        var said = Said.Of(await company.AskAsync("bob", $"select id from {_place}.v"));

        Assert.StartsWith(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDENCANARY", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53300", true, "the database has no free connection for this login now; ask again")]
    [InlineData("57P03", true, "the database is starting or stopping; ask again")]
    [InlineData("3D000", false, "the database of this source does not exist; whoever looks after the source can mend that")]
    [InlineData("55000", false, "the database accepts no connections now; whoever looks after the source can allow them")]
    [InlineData("08006", false, null)]
    public void A_connection_that_cannot_be_opened_is_explained(string state, bool isBusy, string? words)
    {
        Assert.Equal(words, SqlStates.WhyUnreachable(state));
        Assert.Equal(isBusy, SqlStates.IsBusy(state));
    }

    [Theory]
    [InlineData("""{"g":"top"}""", "g", "top")]
    [InlineData("""{"d":"03/04/2026"}""", "d", "2026-03-04")]
    [InlineData("""{"mm":1.005}""", "mm", "1.01")]
    [InlineData("""{"mm":"1e1"}""", "mm", "10.00")]
    [InlineData("""{"ok":true}""", "ok", "true")]
    [InlineData("""{"tags":["a b",null,"c\"d","1,2"]}""", "tags", """{"a b",NULL,"c\"d","1,2"}""")]
    [InlineData("""{"tags":"{x,y}"}""", "tags", "{x,y}")]
    [InlineData("""{"grid":[[1,2],[3,4]]}""", "grid", "{{1,2},{3,4}}")]
    [InlineData("""{"gs":["low","top"]}""", "gs", "{low,top}")]
    [InlineData("""{"doc":{"b":1,"a":[1.50]}}""", "doc", """{"a": [1.50], "b": 1}""")]
    [InlineData("""{"rate":"7.5"}""", "rate", "7.500")]
    [InlineData("""{"at":"2026-01-01 12:00:00.7"}""", "at", "2026-01-01 12:00:01")]
    [InlineData("""{"lower":"ABC"}""", "lower", "abc")]
    [InlineData("""{"span":"[1,5]"}""", "span", "[1,6)")]
    [InlineData("""{"p":"(low,1)"}""", "p", "(low,1)")]
    [InlineData("""{"note":null}""", "note", null)]
    [InlineData("""{"note":"true"}""", "note", "true")]
    [InlineData("""{"bits":"101"}""", "bits", "101")]
    public async Task The_card_shows_what_is_stored(string values, string column, string? stored)
    {
        await GaugesAsync();

        var card = await CardAsync("update", $"{_place}.gauges", """{"id":1}""", values);
        var done = await DoneAsync("update", $"{_place}.gauges", """{"id":1}""", values);

        Assert.Equal(stored, card.Fields.Single(field => field.Name == column).NewValue);
        Assert.StartsWith("Done: one row", done, StringComparison.Ordinal);
        Assert.Equal(stored is null ? "[[null]]" : JsonSerializer.Serialize(new[] { new[] { stored } }), await RowsAsync($"select \"{column}\"::text from gauges"));
    }

    [Theory]
    [InlineData("""{"g":"best"}""")]
    [InlineData("""{"short":"abcd"}""")]
    [InlineData("""{"rate":"100"}""")]
    [InlineData("""{"mm":"12345"}""")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"gs":["best"]}""")]
    [InlineData("""{"bits":"10"}""")]
    [InlineData("""{"d":"31/31/2026"}""")]
    public async Task A_value_that_does_not_fit_is_refused_before_it_is_confirmed(string values)
    {
        await GaugesAsync();

        Assert.Equal("SHAPE: A value does not fit its column.", await RefusedAsync("update", $"{_place}.gauges", """{"id":1}""", values));
    }

    [Fact]
    public async Task A_value_that_would_be_stored_otherwise_than_confirmed_is_rolled_back()
    {
        await GaugesAsync();
        var card = await CardAsync("update", $"{_place}.gauges", """{"id":1}""", """{"mm":2.25}""");
        await company.AlterAsync($"create or replace function {_place}.lower() returns trigger language plpgsql as $f$ begin new.mm = new.mm + 1; return new; end $f$");

        var result = await InvokeAsync(card.Digest, "update", $"{_place}.gauges", """{"id":1}""", """{"mm":2.25}""");

        Assert.Equal("CHANGED: The source would store another value than the confirmed one. Nothing was changed.", result.ForModel);
        Assert.Equal("""[["1.50"]]""", await RowsAsync("select mm from gauges"));
    }

    [Fact]
    public async Task A_row_that_may_be_written_and_not_seen_is_written_as_confirmed()
    {
        await MakeAsync("create table inbox (id int, note varchar(20)); grant insert on inbox to public; alter table inbox enable row level security; create policy i on inbox for insert with check (true); create policy s on inbox for select using (false)");

        Assert.StartsWith("Done: one row", await DoneAsync("insert", $"{_place}.inbox", "{}", """{"id":1,"note":"x"}"""), StringComparison.Ordinal);
    }

    private Task GaugesAsync() => MakeAsync("""
        create type grade as enum ('low', 'top'); create type pair as (g grade, n int); create domain rate as numeric(6,3) check (value < 100);
        create table gauges (id int primary key, g grade, gs grade[], d date, mm numeric(5,2), ok boolean, tags text[], grid int[], doc jsonb, rate rate, at timestamp(0), "lower" text, span int4range, p pair, note text, short varchar(3), bits bit(3));
        insert into gauges (id, mm) values (1, 1.50); grant update on gauges to public;
        create function lower() returns trigger language plpgsql as $f$ begin new."lower" = pg_catalog.lower(new."lower"); return new; end $f$;
        create trigger lower before update on gauges for each row execute function lower()
        """);

    /// <summary>In a schema of the test's own, for everybody to read.</summary>
    private Task MakeAsync(string script) => company.AlterAsync($"set search_path = {_place}; set datestyle = 'ISO, MDY'; alter default privileges in schema {_place} grant select on tables to public; {script}");

    private async Task<string> RowsAsync(string sql) => JsonSerializer.Serialize((await company.RowsAsync("bob", sql)).Table.Rows);

    private static string Plain(string json) => json.Replace("\\u002B", "+", StringComparison.Ordinal).Replace("\\u0022", "\"", StringComparison.Ordinal);

    private async Task<ConfirmationCard> CardAsync(string operation, string table, string key, string values) =>
        await Change.PreviewAsync(Bob, Arguments(operation, table, key, values), CancellationToken.None) switch
        {
            ToolPreview.Ready ready => ready.Card,
            ToolPreview.Refused refused => throw new InvalidOperationException(refused.Result.ForModel),
            _ => throw new InvalidOperationException(),
        };

    private async Task<string> RefusedAsync(string operation, string table, string key, string values) =>
        Assert.IsType<ToolPreview.Refused>(await Change.PreviewAsync(Bob, Arguments(operation, table, key, values), CancellationToken.None)).Result.ForModel;

    private async Task<string> DoneAsync(string operation, string table, string key, string values) =>
        (await InvokeAsync((await CardAsync(operation, table, key, values)).Digest, operation, table, key, values)).ForModel;

    private Task<ToolResult> InvokeAsync(string digest, string operation, string table, string key, string values) =>
        Change.InvokeAsync(TestPeople.Permit(Bob, Change.Name, digest), Arguments(operation, table, key, values), CancellationToken.None);

    private static JsonElement Arguments(string operation, string table, string key, string values) => JsonSerializer.SerializeToElement(new
    {
        source = "company", operation, table, key = JsonDocument.Parse(key).RootElement, values = JsonDocument.Parse(values).RootElement,
    });
}
