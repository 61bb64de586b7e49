using Onbehalf.Evidence;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Sqlite;

namespace Onbehalf.Tests.Sources;

/// <summary>A copied table answers as the file would, and a table that cannot be copied closes nothing but itself.</summary>
public sealed class SnapshotShapeTests(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    private static readonly QueryLimits Limits = new(100, 100_000, TimeSpan.FromSeconds(2));

    [Fact]
    public async Task Collations_strict_tables_and_any_values_are_the_files_own()
    {
        using var source = Open("collations", """
            create table people(id integer primary key, name text collate nocase); insert into people values (1,'Ada'),(2,'ada'),(3,'BO');
            create table settings(k text, v any) strict; insert into settings values ('a','007'),('b',7),('c','1e3');
            """, ("people", "id,name"), ("settings", "k,v"));

        Assert.Equal("[[2]]", await RowsAsync(source, "select count(*) from people where name = 'ada'"));
        Assert.Equal("""[["a","007"],["b",7],["c","1e3"]]""", await RowsAsync(source, "select k, v from settings"));
        Assert.Equal("[[1]]", await RowsAsync(source, "select count(*) from settings where v = '007'"));
    }

    [Fact]
    public async Task A_foreign_key_is_known_where_both_ends_are_permitted_and_its_names_are_asked_for()
    {
        using var source = Open("keys", """
            create table People(id integer primary key, Name text); insert into People values (1,'Ada'),(2,'Bo');
            create table hidden(id integer primary key, name text); insert into hidden values (1,'Eve');
            create table pairs(a int, b int, primary key (a, b)); insert into pairs values (1,1);
            create table notes(id int, author int references people, boss int references hidden(id), a int, b int, foreign key (a, b) references pairs (a, b));
            insert into notes values (7,1,1,1,1); create table misfits(pair int references pairs);
            """, ("People", "id,Name"), ("notes", "id,author,boss,a,b"), ("pairs", "a,b"), ("misfits", "pair"));

        var found = Assert.IsType<QueryOutcome.Rows>(await AskAsync(source, "with n as (select * from notes) select n.AUTHOR as who, n.boss, n.author + 0, n.a from n"));
        var joined = Assert.IsType<QueryOutcome.Rows>(await AskAsync(source, "select author from notes union all select id from notes"));
        var catalog = Assert.IsType<CatalogOutcome.Visible>(await source.DescribeAsync(file.Bob, CancellationToken.None)).Catalog;

        ReferredKey people = new("People", "id");
        Assert.Equal([people, null, null, null], found.Table.Columns.Select(static column => column.Refers));
        Assert.Equal([null], joined.Table.Columns.Select(static column => column.Refers));
        Assert.Equal([new VisibleReference("author", "People", "id")], catalog.Tables.SelectMany(static table => table.References));
        Assert.Equal("""[[1,"Ada"]]""", await RowsAsync(source, KeyNames.Query(catalog, people, ["1", "3"])!));
    }

    [Theory]
    [InlineData("[nvarchar(max)]")]
    [InlineData("\"in\"\"t)\"")]
    [InlineData("varchar(10) not null default 'x'")]
    [InlineData("text generated always as (lower('A')) stored")]
    public async Task A_declared_type_is_a_name_whatever_it_holds(string type)
    {
        using var source = Open("type", $"create table odd(id int, a {type}); insert into odd(id) values (1); create table fine(id int); insert into fine values (1);", ("odd", "id,a"), ("fine", "id"));

        Assert.Equal("[[1]]", await RowsAsync(source, "select count(*) from fine"));
        Assert.Equal("[[1]]", await RowsAsync(source, "select id from odd"));
    }

    [Fact]
    public async Task A_table_that_is_too_large_closes_itself_alone()
    {
        using var source = Open("one-large", """
            create table small(id int); insert into small values (1);
            create table large(id integer primary key, x int); with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) insert into large select i, i from n;
            """, 5, ("small", "id"), ("large", "id,x"));

        Assert.Equal("[[1]]", await RowsAsync(source, "select count(*) from small"));
        Assert.Equal("[[1]]", await RowsAsync(source, "with large as (select * from small) select count(*) from large"));
        foreach (var sql in (string[])["select count(*) from large", "select 1 from small natural join large", "select (select max(x) from large)"])
            Assert.Equal("LIMIT: what you may see of large is too large to be queried here.", Said.Of(await AskAsync(source, sql)));
    }

    [Fact]
    public async Task The_limit_is_one_tables_own()
    {
        const string Rows = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 4) insert into {0} select i from n;";
        using var source = Open("many", string.Concat(((string[])["a", "b", "c"]).Select(static t => $"create table {t}(id int); {Rows.Replace("{0}", t, StringComparison.Ordinal)}")), 5, ("a", "id"), ("b", "id"), ("c", "id"));

        Assert.Equal("[[4,4,4]]", await RowsAsync(source, "select (select count(*) from a), (select count(*) from b), (select count(*) from c)"));
    }

    [Theory]
    [InlineData("UTF-8")]
    [InlineData("UTF-16le")]
    [InlineData("UTF-16be")]
    public async Task A_file_of_any_encoding_answers_as_itself(string encoding)
    {
        var path = file.Write($"encoded-{Guid.NewGuid():n}", $"commit; pragma encoding = '{encoding}'; begin; create table t(id int, who text, v text); insert into t values (1,'bob','é🙂'),(2,'bob','a'),(3,'mallory','HIDDEN')");
        using var source = ExpenseFile.Open(path, policy: """{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["id","v"],"rows":{"column":"who","eq":{"claim":"sub"}}}]}}}""");

        Assert.Equal("[[1,2]]", await RowsAsync(source, "select id, length(v) from t where v = 'é🙂'"));
        Assert.Equal("[[2]]", await RowsAsync(source, "select count(*) from t"));
        Assert.Equal($"[[\"{(encoding == "UTF-8" ? "61" : encoding == "UTF-16le" ? "6100" : "0061")}\"]]", await RowsAsync(source, "select hex(v) from t where id = 2"));
    }

    [Theory]
    [InlineData("UTF-16le")]
    [InlineData("UTF-16be")]
    public async Task A_file_whose_first_tables_are_only_in_the_log_has_its_own_encoding(string encoding)
    {
        var path = file.Write($"logged-{Guid.NewGuid():n}", "");
        using var writer = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        writer.Open();
        using var command = writer.CreateCommand();
        command.CommandText = $"pragma encoding = '{encoding}'; pragma journal_mode = wal; create table t(id int, v text); insert into t values (1, 'é🙂')";
        command.ExecuteNonQuery();
        using var source = ExpenseFile.Open(path, policy: """{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["id","v"],"rows":"all"}]}}}""");

        Assert.Equal("[[1,2]]", await RowsAsync(source, "select id, length(v) from t where v = 'é🙂'"));
    }

    [Fact]
    public async Task Numbers_are_the_files_own_digits()
    {
        using var source = Open("numbers", "create table n(i integer, r real, t text); insert into n values (9007199254740991, 1.5, '9007199254740993'), (9007199254740993, 9e999, null), (-9223372036854775808, -9e999, 'x')", ("n", "i,r,t"));

        var answer = Assert.IsType<QueryOutcome.Rows>(await AskAsync(source, "select i, r, t from n")).Table;

        Assert.Equal("""[[9007199254740991,1.5,"9007199254740993"],["9007199254740993","Inf",null],["-9223372036854775808","-Inf","x"]]""", System.Text.Json.JsonSerializer.Serialize(answer.Rows));
        Assert.Equal(["number", "number", "text"], answer.Columns.Select(static column => column.Kind));
    }

    [Fact]
    public async Task A_table_that_the_file_does_not_have_closes_itself_alone()
    {
        using var source = Open("one-missing", "create table small(id int); insert into small values (1); create table other(x int);", ("small", "id"), ("other", "id"), ("none", "id"));

        Assert.Equal("[[1]]", await RowsAsync(source, "select count(*) from small"));
        Assert.StartsWith("NOT_FOUND: no such table: other.", Said.Of(await AskAsync(source, "select * from other")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create table t(id int, name text, secret int); create index by_secret on t(secret, name, id);")]
    [InlineData("create table t(id int, name text, secret int primary key) without rowid;")]
    [InlineData("create table t(id int, name text, secret integer primary key);")]
    public async Task The_order_of_rows_does_not_follow_a_column_that_is_not_permitted(string table)
    {
        const string Insert = "insert into t values (1, 'a', {0}), (2, 'b', {1}), (3, 'c', {2});";
        using var rising = Open("rising", table + string.Format(null, Insert, 1, 2, 3), ("t", "id,name"));
        using var falling = Open("falling", table + string.Format(null, Insert, 3, 2, 1), ("t", "id,name"));

        Assert.Equal(await RowsAsync(rising, "select name from t"), await RowsAsync(falling, "select name from t"));
    }

    private SqliteSource Open(string name, string script, params (string Table, string Columns)[] tables) => Open(name, script, 200_000, tables);

    private SqliteSource Open(string name, string script, int mostRows, params (string Table, string Columns)[] tables)
    {
        var grants = tables.Select(static t => $$"""
            "{{t.Table}}":{"grants":[{"to":"everyone","columns":["{{string.Join("\",\"", t.Columns.Split(','))}}"],"rows":"all"}]}
            """);
        return ExpenseFile.Open(file.Write($"{name}-{Guid.NewGuid():n}", script), mostRows, $$"""{"providers":["local"],"tables":{ {{string.Join(',', grants)}} } }""");
    }

    private Task<QueryOutcome> AskAsync(SqliteSource source, string sql) => source.QueryAsync(file.Bob, new(sql), Limits, CancellationToken.None);

    private async Task<string> RowsAsync(SqliteSource source, string sql) =>
        System.Text.Json.JsonSerializer.Serialize(Assert.IsType<QueryOutcome.Rows>(await AskAsync(source, sql)).Table.Rows);
}
