using System.Text.Json;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Sqlite;

namespace Onbehalf.Tests.Sources;

/// <summary>Files as other programs write them: a table that this engine cannot read closes itself alone, and every other answers as the file would.</summary>
public sealed class OddFileTests(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    private static readonly QueryLimits Limits = new(100, 100_000, TimeSpan.FromSeconds(2));

    /// <summary>What the file has, and whether its table <c>odd</c> can be read.</summary>
    public static TheoryData<string, string, bool> Tables => new()
    {
        { "a collation that the engine lacks", "pragma writable_schema = on; create table odd(id int, a text); update sqlite_schema set sql = 'create table odd(id int, a text collate localized)' where name = 'odd'", false },
        { "a view of a table that is gone", "create table gone(id int, a text); create view odd as select id, a from gone; drop table gone", false },
        { "a view with a function that the engine lacks", "create view odd as select 1 as id, unaccent('x') as a", false },
        { "a view that fails while it is read", "create table base(id int, doc text); insert into base values (1, '{'); create view odd as select id, json_extract(doc, '$.a') as a from base", false },
        { "a view with an overflow in a row", "create table base(id int, n int); insert into base values (1, -9223372036854775807 - 1); create view odd as select id, abs(n) as a from base", false },
        { "a module that the engine lacks", "pragma writable_schema = on; insert into sqlite_schema values ('table', 'odd', 'odd', 0, 'create virtual table odd using spellfix1')", false },
        { "a view of a table that has no such column any more", "create table base(id int, b text); create view odd as select id, a from base", false },
        { "a view of a view", "create table base(id int, a text); insert into base values (1, 'x'); create view one as select * from base; create view odd as select * from one", true },
        { "a full-text table", "create virtual table odd using fts5(id, a); insert into odd values (1, 'x')", true },
        { "a spatial table", "create virtual table odd using rtree(id, a, b); insert into odd values (1, 1, 2)", true },
        { "a generated column", "create table odd(id int, a text generated always as ('x' || id) virtual); insert into odd(id) values (1)", true },
        { "a table without row numbers", "create table odd(a text, id int, primary key (a, id)) without rowid; insert into odd values ('x', 1)", true },
        { "a value of two million bytes", "create table odd(id int, a text, b blob); insert into odd values (1, 'x', zeroblob(2000000))", true },
        { "a key of a reserved word", "create table odd(id int, a text, \"order\" int, \"select\" int); insert into odd values (1, 'x', 2, 3)", true },
        { "a trigger that raises", "create table odd(id int, a text); insert into odd values (1, 'x'); create trigger t before insert on odd begin select raise(abort, 'no'); end", true },
        { "a check and an index over an expression", "create table odd(id int check (id > 0), a text); create unique index i on odd(lower(a)) where id > 0; insert into odd values (1, 'x')", true },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_that_cannot_be_read_closes_itself_alone(string what, string script, bool isRead)
    {
        using var source = Open(what, $"create table fine(id int); insert into fine values (7); {script}", ("odd", "id,a"), ("fine", "id"));

        Assert.Equal("[[7]]", await RowsAsync(source, "select id from fine"));
        var said = Said.Of(await AskAsync(source, "select id from odd"));
        Assert.Contains(isRead ? "[[1]]" : "NOT_FOUND: no such table: odd.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite_sequence", "create table a(id integer primary key autoincrement); insert into a values (5)", "name,seq")]
    [InlineData("sqlite_schema", "create table a(id int)", "name,sql")]
    public async Task A_table_of_the_engine_itself_is_none_of_the_policys(string table, string script, string columns)
    {
        using var source = Open(table, $"create table fine(id int); insert into fine values (7); {script}", (table, columns), ("fine", "id"));

        Assert.Equal("[[7]]", await RowsAsync(source, "select id from fine"));
        Assert.IsNotType<QueryOutcome.Rows>(await AskAsync(source, $"select * from {table}"));
    }

    /// <summary>Statements over <c>people(id, name collate nocase, code text collate rtrim)</c> and what sqlite3 answers on the file.</summary>
    [Theory]
    [InlineData("select count(*) from seen where name = 'ada'", "[[2]]")]
    [InlineData("select count(*) from seen_again where name = 'ada'", "[[2]]")]
    [InlineData("select count(distinct name) from seen", "[[2]]")]
    [InlineData("select count(*) from seen where code = 'x  '", "[[3]]")]
    [InlineData("select count(*) from seen where plain = 'ada'", "[[1]]")]
    [InlineData("select count(*) from seen where shout = 'ada!'", "[[1]]")]
    [InlineData("select count(*) from both where name = 'ada'", "[[2]]")]
    [InlineData("select count(*) from people a join seen b on a.name = b.name", "[[5]]")]
    [InlineData("select v, typeof(v) from strict_seen order by v", "[[7,\"integer\"],[\"007\",\"text\"],[\"1e3\",\"text\"]]")]
    [InlineData("select typeof(id), typeof(half) from seen limit 1", "[[\"integer\",\"real\"]]")]
    public async Task A_view_compares_and_stores_as_the_columns_below_it(string sql, string expected)
    {
        using var source = Open("views", """
            create table people(id integer primary key, name text collate nocase, code text collate rtrim); insert into people values (1,'Ada','x'),(2,'ada','x '),(3,'BO','x');
            create view seen as select id, name, code, name collate binary as plain, name || '!' as shout, id / 2.0 as half from people;
            create view seen_again as select max(id) as id, name from seen group by id; create view both as select name from people union all select 'z';
            create table settings(v any) strict; insert into settings values ('007'),(7),('1e3'); create view strict_seen as select v from settings
            """, ("people", "id,name"), ("seen", "id,name,code,plain,shout,half"), ("seen_again", "id,name"), ("both", "name"), ("strict_seen", "v"));

        Assert.Equal(expected, await RowsAsync(source, sql));
    }

    [Theory]
    [InlineData("rowid", "select rowid from t", "[[7]]")]
    [InlineData("rowid", "select rowid from t where rowid = 7", "[[7]]")]
    [InlineData("RowId", "select rowid from t", "[[7]]")]
    [InlineData("oid", "select oid from t", "[[7]]")]
    [InlineData("rowid", "select oid from t", null)]
    [InlineData("rowid", "select _rowid_ from t", null)]
    [InlineData("other", "select rowid from t", null)]
    [InlineData("other", "select t.RowID from t", null)]
    public async Task A_column_named_like_the_row_number_is_a_column_and_the_row_number_is_none(string column, string sql, string? expected)
    {
        using var source = Open($"rowid-{column}", $"create table t({column} int, x int); insert into t values (7, 1)", ("t", $"{column},x"));

        var said = await AskAsync(source, sql);

        if (expected is null)
            Assert.IsType<QueryOutcome.Refused>(said);
        else
            Assert.Equal(expected, JsonSerializer.Serialize(Assert.IsType<QueryOutcome.Rows>(said).Table.Rows));
    }

    private SqliteSource Open(string name, string script, params (string Table, string Columns)[] tables)
    {
        var policy = JsonSerializer.Serialize(new
        {
            providers = new[] { "local" },
            tables = tables.ToDictionary(static one => one.Table, static one => new { grants = new[] { new { to = "everyone", columns = one.Columns.Split(','), rows = "all" } } }),
        });
        return ExpenseFile.Open(file.Write($"odd-{name.Replace(' ', '-')}-{Guid.NewGuid():n}", script), policy: policy);
    }

    private Task<QueryOutcome> AskAsync(SqliteSource source, string sql) => source.QueryAsync(file.Bob, new(sql), Limits, CancellationToken.None);

    private async Task<string> RowsAsync(SqliteSource source, string sql) => JsonSerializer.Serialize(Assert.IsType<QueryOutcome.Rows>(await AskAsync(source, sql)).Table.Rows);
}
