using System.Text.Json;
using Npgsql;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>Reported issues of other tools with PostgreSQL errors and writes, and the correct behavior here.</summary>
public sealed class ReportedErrorTests(CompanyCopy company) : ReportedCases(company)
{
    [Fact]
    public async Task Policies_that_refer_to_each_other_are_the_administrators_to_mend()
    {
        await MakeAsync("""
            create table rooms (id int primary key); create table seats (room int, who text); alter table rooms enable row level security; alter table seats enable row level security;
            create policy a on rooms using (exists (select from seats s where s.room = rooms.id and s.who = current_user)); create policy b on seats using (exists (select from rooms r where r.id = seats.room))
            """);

        Assert.Equal(
            "REFUSED: the row policy of this table cannot be evaluated (its policies refer to each other); ask the database administrator.",
            Said.Of(await Company.AskAsync("bob", $"select * from {Place}.rooms")));
    }

    [Fact]
    public async Task A_locked_table_is_said_to_be_locked()
    {
        await MakeAsync("create table waited (id int primary key, note text); insert into waited values (1, 'a'); grant update on waited to public");
        await using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder((await CompanyCluster.StartAsync()).AdminConnectionString) { Database = Company.Database }.ConnectionString);
        await other.OpenAsync();
        await using var held = await other.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"lock table {Place}.waited in access exclusive mode", other))
            await command.ExecuteNonQueryAsync();

        Assert.Equal("BUSY: the table is locked by somebody else now; ask again.", Said.Of(await Company.AskAsync("bob", $"select * from {Place}.waited")));
        Assert.Equal("BUSY: The row is locked by somebody else now; ask again.", await RefusedAsync("update", $"{Place}.waited", """{"id":1}""", """{"note":"x"}"""));
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

        var said = Said.Of(await Company.AskAsync("bob", $"select id from {Place}.v"));

        Assert.StartsWith(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDENCANARY", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("53300", true, "the database has no free connection for this login now; ask again")]
    [InlineData("57P03", true, "the database is starting or stopping; ask again")]
    [InlineData("57P01", true, "the database is starting or stopping; ask again")]
    [InlineData("57P02", true, "the database is starting or stopping; ask again")]
    [InlineData("3D000", false, "the database of this source does not exist; whoever looks after the source can mend that")]
    [InlineData("55000", false, "the database accepts no connections now; whoever looks after the source can allow them")]
    [InlineData("08P01", false, "the database, or a connection pooler before it, refused the request; whoever looks after the source finds the reason in its log")]
    [InlineData("XX000", false, "the database, or a connection pooler before it, refused the request; whoever looks after the source finds the reason in its log")]
    [InlineData("08006", false, null)]
    [InlineData(null, false, null)]
    public void A_connection_that_cannot_be_opened_is_explained(string? state, bool isBusy, string? words)
    {
        Assert.Equal(words, SqlStates.WhyUnreachable(state));
        Assert.Equal(isBusy, SqlStates.IsBusy(state ?? ""));
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
    [InlineData("""{"span":"[1,5]"}""", "span", "[1,6)")]
    [InlineData("""{"p":"(low,1)"}""", "p", "(low,1)")]
    [InlineData("""{"note":null}""", "note", null)]
    [InlineData("""{"note":"true"}""", "note", "true")]
    [InlineData("""{"bits":"101"}""", "bits", "101")]
    [InlineData("""{"days":"3 days 04:00"}""", "days", "3 days")]
    public async Task The_card_shows_what_is_stored(string values, string column, string? stored)
    {
        await GaugesAsync();

        var card = await CardAsync("update", $"{Place}.gauges", """{"id":1}""", values);
        var done = await DoneAsync("update", $"{Place}.gauges", """{"id":1}""", values);

        Assert.Equal(stored, card.Fields.Single(field => field.Name == column).NewValue);
        Assert.StartsWith("Done: one row", done, StringComparison.Ordinal);
        Assert.Equal(stored is null ? "[[null]]" : JsonSerializer.Serialize(new[] { new[] { stored } }), await RowsAsync($"select \"{column}\"::text from gauges"));
    }

    [Theory]
    [InlineData("""{"g":"best"}""")]
    [InlineData("""{"short":"abcd"}""")]
    [InlineData("""{"rate":"100"}""")]
    [InlineData("""{"rate":null}""")]
    [InlineData("""{"days":"x"}""")]
    [InlineData("""{"mm":"12345"}""")]
    [InlineData("""{"id":"x"}""")]
    [InlineData("""{"gs":["best"]}""")]
    [InlineData("""{"bits":"10"}""")]
    [InlineData("""{"d":"31/31/2026"}""")]
    public async Task A_value_that_does_not_fit_is_refused_before_it_is_confirmed(string values)
    {
        await GaugesAsync();

        Assert.Equal("SHAPE: A value does not fit its column.", await RefusedAsync("update", $"{Place}.gauges", """{"id":1}""", values));
    }

    [Fact]
    public async Task A_value_that_would_be_stored_otherwise_than_confirmed_is_rolled_back()
    {
        await GaugesAsync();
        var card = await CardAsync("update", $"{Place}.gauges", """{"id":1}""", """{"mm":2.25}""");
        await Company.AlterAsync($"create or replace function {Place}.lower() returns trigger language plpgsql as $f$ begin new.mm = new.mm + 1; return new; end $f$");

        var result = await InvokeAsync(card.Digest, "update", $"{Place}.gauges", """{"id":1}""", """{"mm":2.25}""");

        Assert.Equal("CHANGED: The source would store another value than the confirmed one. Nothing was changed.", result.ForModel);
        Assert.Equal("""[["1.50"]]""", await RowsAsync("select mm from gauges"));
    }

    [Fact]
    public async Task A_value_that_a_trigger_changes_is_on_the_second_card()
    {
        await GaugesAsync();
        var (table, key, values) = ($"{Place}.gauges", """{"id":1}""", """{"lower":"ABC"}""");

        var first = await CardAsync("update", table, key, values);
        var asked = await InvokeAsync(first.Digest, "update", table, key, values);
        var second = await CardAsync("update", table, key, values);
        var done = await InvokeAsync(second.Digest, "update", table, key, values);

        Assert.Equal(("ABC", "abc"), (NewValue(first, "lower"), NewValue(second, "lower")));
        Assert.Equal("CHANGED: The source would store another value than the confirmed one. Nothing was changed.", asked.ForModel);
        Assert.StartsWith("Done: one row", done.ForModel, StringComparison.Ordinal);
        Assert.Equal("""[["abc"]]""", await RowsAsync("select \"lower\" from gauges"));
        Assert.Equal("CHANGED", (await InvokeAsync(second.Digest, "update", table, key, values)).RefusalCode);
    }

    [Theory]
    [InlineData("create function f() returns trigger language plpgsql as $f$ begin perform nextval('{0}.fired'); return new; end $f$; create trigger t before insert or update on doors for each row execute function f()", "insert")]
    [InlineData("create function f() returns trigger language plpgsql as $f$ begin perform nextval('{0}.fired'); return new; end $f$; create trigger t before insert or update on doors for each row execute function f()", "update")]
    [InlineData("alter table doors alter n set default nextval('{0}.fired')", "insert")]
    [InlineData("create rule r as on update to doors do also select nextval('{0}.fired')", "update")]
    [InlineData("create function f(int) returns boolean language sql volatile as $f$ select nextval('{0}.fired') > 0 $f$; alter table doors add check (f(id))", "update")]
    public async Task Nothing_of_a_table_runs_before_the_yes(string script, string operation)
    {
        await MakeAsync($"create sequence fired; grant select, usage on sequence fired to public; create table doors (id int primary key, note text, n int); insert into doors values (1, 'a', 1); grant insert, update on doors to public; {script.Replace("{0}", Place, StringComparison.Ordinal)}");
        await Company.AlterAsync($"select setval('{Place}.fired', 1, false)");
        var (key, values) = operation == "insert" ? ("{}", """{"id":2,"note":"x"}""") : ("""{"id":1}""", """{"note":"x"}""");

        var card = await CardAsync(operation, $"{Place}.doors", key, values);
        var before = await RowsAsync($"select is_called from {Place}.fired");
        var done = await InvokeAsync(card.Digest, operation, $"{Place}.doors", key, values);

        Assert.StartsWith("Done: one row", done.ForModel, StringComparison.Ordinal);
        Assert.Equal(("[[false]]", "[[true]]"), (before, await RowsAsync($"select is_called from {Place}.fired")));
    }

    [Fact]
    public async Task A_row_whose_policy_writes_is_not_looked_at()
    {
        await MakeAsync($"create sequence fired; grant select, usage on sequence fired to public; create function f() returns boolean language sql volatile as $f$ select nextval('{Place}.fired') > 0 $f$; create table doors (id int primary key, n int); insert into doors values (1, 1); grant update on doors to public; alter table doors enable row level security; create policy p on doors using ({Place}.f())");

        var refused = await RefusedAsync("update", $"{Place}.doors", """{"id":1}""", """{"n":2}""");

        Assert.Equal("REFUSED: The source did not accept this change.", refused);
        Assert.Equal("[[false]]", await RowsAsync($"select is_called from {Place}.fired"));
    }

    [Theory]
    [InlineData("create function {0}.f(int) returns boolean language sql volatile as $f$ select nextval('{0}.fired') > 0 $f$; create domain {0}.d as int check ({0}.f(value))")]
    [InlineData("create schema {0}types; create domain {0}types.d as int")]
    public async Task A_type_that_cannot_be_tried_leaves_the_value_as_given(string script)
    {
        await MakeAsync($"create sequence fired; grant select, usage on sequence fired to public; {script.Replace("{0}", Place, StringComparison.Ordinal)}; create table doors (id int primary key, n {(script.Contains("types", StringComparison.Ordinal) ? $"{Place}types" : Place)}.d); insert into doors (id) values (1); grant update on doors to public");
        await Company.AlterAsync($"select setval('{Place}.fired', 1, false)");

        var card = await CardAsync("update", $"{Place}.doors", """{"id":1}""", """{"n":2}""");

        Assert.Equal("2", NewValue(card, "n"));
        Assert.Equal("[[false]]", await RowsAsync($"select is_called from {Place}.fired"));
        Assert.StartsWith("Done: one row", (await InvokeAsync(card.Digest, "update", $"{Place}.doors", """{"id":1}""", """{"n":2}""")).ForModel, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e1", "10.00")]
    [InlineData("2e1", "20.00")]
    public async Task A_card_does_not_tell_whether_a_hidden_row_has_the_same_key(string given, string shown)
    {
        await MakeAsync("""
            create table codes (code numeric(6,2) unique, owner text); insert into codes values (10, 'hidden'); grant insert on codes to public; alter table codes enable row level security;
            create policy i on codes for insert with check (true); create policy s on codes for select using (owner = current_user)
            """);

        var card = await CardAsync("insert", $"{Place}.codes", "{}", $$"""{"code":"{{given}}","owner":"bob"}""");

        Assert.Equal(shown, card.Fields.Single(static field => field.Name == "code").NewValue);
    }

    [Fact]
    public async Task A_row_that_may_be_written_and_not_seen_is_written_as_confirmed()
    {
        await MakeAsync("create table inbox (id int, note varchar(20)); grant insert on inbox to public; alter table inbox enable row level security; create policy i on inbox for insert with check (true); create policy s on inbox for select using (false)");

        Assert.StartsWith("Done: one row", await DoneAsync("insert", $"{Place}.inbox", "{}", """{"id":1,"note":"x"}"""), StringComparison.Ordinal);
    }

    private static string? NewValue(ConfirmationCard card, string column) => card.Fields.Single(field => field.Name == column).NewValue;

    private Task GaugesAsync() => MakeAsync("""
        create type grade as enum ('low', 'top'); create type pair as (g grade, n int); create domain rate as numeric(6,3) not null default 1 check (value < 100);
        create table gauges (id int primary key, g grade, gs grade[], d date, mm numeric(5,2), ok boolean, tags text[], grid int[], doc jsonb, rate rate, at timestamp(0), "lower" text, span int4range, p pair, note text, short varchar(3), bits bit(3), days interval day);
        insert into gauges (id, mm, rate) values (1, 1.50, 1); grant update on gauges to public;
        create function lower() returns trigger language plpgsql as $f$ begin new."lower" = pg_catalog.lower(new."lower"); return new; end $f$;
        create trigger lower before update on gauges for each row execute function lower()
        """);
}
