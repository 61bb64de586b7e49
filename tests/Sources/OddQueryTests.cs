using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Tests.Sources;

/// <summary>Texts that ordinary people and models write: each has the server's answer, or a reason that is the true one.</summary>
public sealed class OddQueryTests(CompanyCopy company) : ReportedCases(company)
{
    private const string Lines = "select count(*) from {0}.notes where body = 'one\r\ntwo'";

    /// <summary>Statements over <c>notes(id, body, de collate, fr collate, n numeric)</c>, the beginning of the words or the rows.</summary>
    [Theory]
    [InlineData("select 1 from {0}.notes a full join {0}.notes b on a.id < b.id", "SHAPE: FULL JOIN is only supported with merge-joinable or hash-joinable join conditions")]
    [InlineData("select id from {0}.notes where de < fr", "SHAPE: could not determine which collation to use for string comparison")]
    [InlineData("select id from {0}.owned where de < fr", "SHAPE: the source cannot run this query as it is written.")]
    [InlineData("select id from {0}.notes for update", "SHAPE: only a read-only query can be run.")]
    [InlineData("select id from elsewhere.{0}.notes", "SHAPE: the source cannot run this query as it is written.")]
    [InlineData("select id / 0 from {0}.notes", "SHAPE: division by zero")]
    [InlineData("select id / 0 from {0}.owned", "SHAPE: the query failed on the data.")]
    [InlineData("select (select id from {0}.notes) from {0}.notes", "SHAPE: more than one row returned by a subquery used as an expression")]
    [InlineData("select date_trunc('fortnight', now())", "SHAPE: ")]
    [InlineData(Lines, "[[1]]")]
    [InlineData("select count(*)\r\nfrom {0}.notes -- a comment\rwhere id = 1\r\n;", "[[1]]")]
    [InlineData("select count(*) from {0}.notes where body = 'a\u2028b'", "[[1]]")]
    [InlineData("select id /* '\r\n */ from {0}.notes where id = 2", "[[2]]")]
    public async Task The_reason_is_the_true_one_and_a_literal_is_what_was_written(string sql, string said)
    {
        await NotesAsync();

        Assert.StartsWith(said, await SaidAsync(sql), StringComparison.Ordinal);
    }

    /// <summary>Columns of a type in a schema that the login may not use: they are read, and mistakes about other columns are explained.</summary>
    [Theory]
    [InlineData("select g, gs, d, ds from {0}.held", """[["low","{low}",7,"{7}"]]""")]
    [InlineData("select n / 0 from {0}.held", "SHAPE: the query failed on the data.", "SHAPE: division by zero")]
    [InlineData("select nope from {0}.held", "NOT_FOUND: no such table, column or function: nope.", "NOT_FOUND: column \"nope\" does not exist")]
    [InlineData("select n from {0}.held where n = 'x'", "SHAPE: invalid input syntax for type integer: \"x\"")]
    [InlineData("select d + 'x' from {0}.held", "SHAPE: invalid input syntax for type integer: \"x\"")]
    [InlineData("select sum(g) from {0}.held", "NOT_FOUND: function sum(")]
    public async Task A_type_that_may_not_be_named_spoils_no_explanation(string sql, params string[] said)
    {
        await MakeAsync("""
            create schema held_types; create type held_types.grade as enum ('low'); create domain held_types.digit as int check (value < 10);
            create table held (g held_types.grade, gs held_types.grade[], d held_types.digit, ds held_types.digit[], n int); insert into held values ('low', '{low}', 7, '{7}', 1)
            """.Replace("held_types", $"{Place}_types", StringComparison.Ordinal));

        var found = await SaidAsync(sql);
        await Company.AlterAsync($"drop schema {Place}_types cascade");

        Assert.Contains(said, one => found.StartsWith(one, StringComparison.Ordinal));
    }

    /// <summary>Names of <c>films(pg_rating, pg_class, pg_temp_note)</c>: a name of the server's own keeps its one answer.</summary>
    [Theory]
    [InlineData("select pg_rating from {0}.films", "[[13]]")]
    [InlineData("select count(*) from {0}.pg_films f where f.pg_rating = 13", "[[1]]")]
    [InlineData("select max(pg_rating) as top from {0}.films having max(pg_rating) > 1", "[[13]]")]
    [InlineData("select pg_class from {0}.films", "NOT_FOUND: ")]
    [InlineData("select pg_temp_note from {0}.films", "NOT_FOUND: ")]
    [InlineData("select pg_rating from {0}.films, pg_catalog.pg_class", "NOT_FOUND: ")]
    [InlineData("select pg_rating from {0}.films where exists (select from pg_class)", "NOT_FOUND: ")]
    [InlineData("select pg_sleep(1) from {0}.films", "NOT_FOUND: ")]
    [InlineData("select pg_rating::regclass from {0}.films", "NOT_FOUND: ")]
    public async Task A_name_of_ones_own_may_begin_like_one_of_the_server(string sql, string said)
    {
        await MakeAsync("create table films (pg_rating int, pg_class int, pg_temp_note int); insert into films values (13, 1, 1); create table pg_films as select * from films");

        Assert.StartsWith(said, await SaidAsync(sql), StringComparison.Ordinal);
    }

    /// <summary>Functions of the server that depend on their arguments only.</summary>
    [Theory]
    [InlineData("select host(inet '10.0.0.5/8'), masklen('10.0.0.5/8'), network(inet '10.0.0.5/8')", """[["10.0.0.5",8,"10.0.0.0/8"]]""")]
    [InlineData("select bit_count('\\x03'::bytea), get_byte('\\x41', 0), convert_from('\\x41', 'UTF8')", """[[2,65,"A"]]""")]
    [InlineData("select array_fill(7, array[2]), range_merge(int4range(1, 2), int4range(5, 6)), jsonb_insert('{{}}', '{{a}}', '1')", """[["{7,7}","[1,6)","{"a": 1}"]]""")]
    [InlineData("select tsvector_to_array(strip('a:1 b:2')), area(box(point(0, 0), point(2, 3)))", """[["{a,b}",6]]""")]
    [InlineData("select int4multirange(int4range(1, 3), int4range(2, 5)), min_scale(1.500), length(gen_random_uuid()::text)", """[["{[1,5)}",1,36]]""")]
    public async Task A_function_of_its_arguments_is_called(string sql, string rows) => Assert.Equal(rows, await SaidAsync(sql));

    [Theory]
    [InlineData("25P03", true)]
    [InlineData("25P04", true)]
    [InlineData("57014", true)]
    [InlineData("25006", false)]
    [InlineData("55P03", false)]
    public void A_limit_on_time_is_one_whoever_set_it(string state, bool isTime) => Assert.Equal(isTime, SqlStates.IsTime(state) && SqlStates.IsLimit(state));

    private async Task<string> SaidAsync(string sql)
    {
        var said = await Company.AskAsync("bob", sql.Replace("{0}", Place, StringComparison.Ordinal).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal));
        return said is QueryOutcome.Rows(var table, _) ? Plain(System.Text.Json.JsonSerializer.Serialize(table.Rows)) : Said.Of(said);
    }

    private Task NotesAsync() => MakeAsync("""
        create table notes (id int, body text, de text collate "C", fr text collate "POSIX"); insert into notes values (1, E'one\r\ntwo', 'a', 'b'), (2, E'a\u2028b', 'c', 'd');
        create view owned as select id, de, fr from notes
        """);
}
