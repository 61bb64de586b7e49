using System.Globalization;
using System.Text.Json;
using Npgsql;
using Onbehalf.Sources;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sources;

/// <summary>
/// A cell is the server's own text of the value, for every type that comes with the server, its arrays, and rows of it. A JSON number or boolean is allowed
/// where it says exactly the same.
/// </summary>
public sealed class CellContractTests(CompanyCopy company) : IClassFixture<CompanyCopy>, IAsyncLifetime
{
    private const int MostInOneQuery = 1_000;

    /// <summary>Types of statistics and indexes, of which no value can be written.</summary>
    private static readonly string[] WithoutInput =
        ["gtsvector", "pg_brin_bloom_summary", "pg_brin_minmax_multi_summary", "pg_dependencies", "pg_mcv_list", "pg_ndistinct", "pg_node_tree"];

    private static readonly string[] Ints = ["0", "1", "-1", "7", "10", "99", "100", "127", "128", "255", "256", "-128", "-129", "32767", "-32768", "32766", "1234", "-9999", "12345", "+5"];
    private static readonly string[] Longs =
    [
        .. Ints, "2147483647", "-2147483648", "9007199254740991", "-9007199254740991", "9007199254740992", "9007199254740993", "-9007199254740993",
        "4611686018427387905", "9223372036854775807", "-9223372036854775808", "1000000000000000001", "123456789012345678",
    ];
    private static readonly string[] Floats =
        ["0", "-0", "1", "-1.5", "0.1", "0.3", "1e10", "1e15", "1e16", "1e21", "1e-4", "1e-5", "1e-7", "1.5e300", "5e-324", "NaN", "Infinity", "-Infinity", "123456789.125", "9007199254740993", "0.30000000000000004"];
    private static readonly string[] Numerics =
    [
        "0", "0.00", "-0.0", "1.50", "0.0012", "-0.001", "1e-20", "NaN", "Infinity", "-Infinity", "123456789012345678901234567890.123456789", "79228162514264337593543950336", "1e400", "1e-400",
        "9007199254740993", "0.1000", "100", "-5", "99999999999999999999999999999", "3.14159265358979323846264338327950288",
    ];
    private static readonly string[] Texts =
        ["", " ", "a", "null", "NULL", "t", "f", "1", "01", "{a}", "a,b", "\"q\"", "it's", "back\\slash", "tab\there", "line\nend", "é", "🙂", "汉字", "\u202e", "  both  ", "-1", "=1+1"];
    private static readonly string[] Dates =
        ["2026-01-02", "1970-01-01", "1969-12-31", "0001-01-01", "9999-12-31", "10000-01-01", "5874897-12-31", "0044-03-15 BC", "4713-11-24 BC", "infinity", "-infinity", "2000-02-29", "1900-03-01", "0001-12-31 BC", "20000-01-01", "1582-10-15", "2038-01-19", "epoch", "0999-01-01", "294276-12-31"];
    private static readonly string[] Times =
        ["00:00", "24:00", "09:30", "09:30:45", "09:30:45.5", "23:59:59.999999", "00:00:07", "12:00:00.000001", "00:00:00.1", "01:02:03.04", "13:00", "23:59:59", "00:00:59", "10:10:10.10", "06:00", "07:07", "08:08:08", "09:09:09.090909", "11:59:59.5", "4:05 PM"];
    private static readonly string[] Stamps =
    [
        "2026-01-02 03:04:05", "2026-01-02 00:00", "infinity", "-infinity", "294276-12-31 23:59:59", "4713-11-24 00:00:00 BC", "0001-01-01 00:00 BC", "0001-01-01", "9999-12-31 23:59:59.999999", "10000-01-01 12:00",
        "1970-01-01", "1969-12-31 23:59:59.999999", "2026-07-01 12:00:00.5", "2026-07-01 12:00:00.123456", "20000-01-01", "1900-01-01 00:00:01", "2038-01-19 03:14:08", "2000-02-29 24:00", "1582-10-04 12:00", "epoch",
    ];
    private static readonly string[] Intervals =
    [
        "0", "1 day", "-1 day", "1 mon", "1 year 2 mons 3 days 04:05:06.789", "-1 year +2 mons", "25:00", "-00:00:01", "00:00:00.000001", "1000 years", "178000000 years", "-178000000 years", "1 day -1 hour", "30 days", "12 mons", "13 mons",
        "100:00:00", "1 week", "-1 mon +1 day -00:00:00.5", "1.5 days",
    ];
    private static readonly string[] Jsons =
        ["{}", "[]", "null", "true", "\"\"", "\"a\\u00e9\"", "1.50", "1e400", "9007199254740993", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "[1, 2,3]", "{\"a\": {\"b\": [null]}}", "\"🙂\"", "-0", "0.00001", "[[]]", "\" \"", "{\"\":1}", " [1] "];
    private static readonly string[] Nets =
        ["10.0.0.1", "10.0.0.0/8", "192.168.1.5/24", "0.0.0.0", "255.255.255.255", "127.0.0.1/32", "::1", "::", "fe80::1/64", "2001:db8::/32", "::ffff:1.2.3.4", "1.2.3.4/0", "2001:db8::8:800:200c:417a", "ff02::1", "172.16.0.0/12", "8.8.8.8", "100.64.0.0/10", "::1/128", "fe80::", "1::2:3"];
    private static readonly string[] Cidrs =
        ["10.0.0.0/8", "0.0.0.0/0", "192.168.0.0/16", "192.168.1.0/24", "10.1.2.3/32", "::/0", "2001:db8::/32", "fe80::/10", "::1/128", "172.16.0.0/12", "1.0.0.0/8", "128", "10", "224.0.0.0/4", "255.255.255.255", "fc00::/7", "ff00::/8", "2002::/16", "100.64.0.0/10", "198.51.100.0/24"];
    private static readonly string[] Geo = ["(0,0)", "(1,2)", "(-1.5,2.25)", "(1e10,1e-10)", "(NaN,1)", "(Infinity,-Infinity)", "(0.1,0.2)", "(1e300,5)", "( 3 , 4 )", "(-0,0)"];
    private static readonly string[] Pairs = ["((0,0),(1,1))", "((1,2),(3,4))", "((-1,-2),(-3,-4))", "((0.1,0.2),(0.3,0.4))", "((1e10,0),(0,1e-10))", "((5,5),(5,5))", "((3,1),(1,3))", "((1.5,2.5),(3.5,4.5))", "((0,0),(1e300,1))", "((-0,0),(0,1))"];
    private static readonly string[] Words = ["a", "b", "zz", "0", "-", "_", "A b", "é", "$user", "x1"];

    private static readonly Dictionary<string, string[]> Odd = new(StringComparer.Ordinal)
    {
        ["bool"] = ["t", "f", "yes", "no", "1", "0", "on", "off", "TRUE", "False"],
        ["int2"] = Ints, ["int4"] = [.. Ints, "2147483647", "-2147483648"], ["int8"] = Longs,
        ["oid"] = ["10", "1259", "2147483647", "3000000000", "4294967294", "100000", "1", "0", "1", "2147483648", "4294967295", "16384", "26"], ["xid"] = ["2147483648", "1", "2", "0", "4294967295", "3"], ["cid"] = ["1", "2147483648", "0", "4294967295"], ["xid8"] = ["1", "9007199254740992", "9223372036854775808", "4294967296", "0", "18446744073709551615", "9007199254740993"],
        ["tid"] = ["(0,0)", "(1,65535)", "(2147483648,7)", "(0,1)", "(4294967295,65535)"],
        ["float4"] = [.. Floats.Where(static f => f is not ("1.5e300" or "5e-324")), "16777217", "3.4028235e38"], ["float8"] = Floats, ["numeric"] = Numerics,
        ["money"] = ["-0.01", "0.001", "0.005", "99999999", "-1234567.895", "$5", "$1,234.50", "(3.25)", "12", "0.1", "100.00", "0", "1.005", "-1.5", "1234567.89", "92233720368547758.07", "-92233720368547758.08", "0.01", "1000"],
        ["text"] = Texts, ["varchar"] = Texts, ["bpchar"] = Texts, ["name"] = [.. Texts, new string('x', 63)], ["char"] = ["a", "", "1", " ", "\\", "\\303"], ["refcursor"] = ["c", "a b"],
        ["bytea"] = ["\\x00", "\\xff", "a\\\\b", "\\x27", "\\x22", "\\x7b7d", "\\xf09f9982", "\\001\\002", "line", "\\x20", "é", "", "\\x00ff", "\\xdeadbeef", "abc", "\\x5c", "\\000", "\\x0a0d09", "\\xc3a9"],
        ["date"] = Dates, ["time"] = Times, ["timetz"] = [.. Times.Select(static t => $"{t}+02"), "09:30:45-15:59", "09:30:45+15:59", "12:00+05:30", "12:00:00.5-03:30", "24:00+00", "12:00+01:02:03"],
        ["timestamp"] = Stamps, ["timestamptz"] = [.. Stamps, "2026-07-01 12:00:00+05:30", "2026-07-01 12:00:00.5-11"], ["interval"] = Intervals,
        ["uuid"] = ["12345678-1234-1234-1234-123456789abc", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11", "00000000-0000-7000-8000-000000000000", "ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFAB", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "{a0eebc999c0b4ef8bb6d6bb9bd380a11}"],
        ["json"] = Jsons, ["jsonb"] = Jsons, ["jsonpath"] = ["lax $.a", "$[0]", "$[last]", "$.a.b", "$.* ", "$.**", "$ ? (@.a == \"x\")", "$.a like_regex \"^x\" flag \"i\"", "$.size()", "$.a + 1", "-$.a", "exists($.a)", "$var", "$.a[1 to 2]", "$.\"\\u00e9\"", "$", "$.a", "$.a[*] ? (@ > 1)", "strict $.b", "$.\"a b\""], ["xml"] = ["", "  ", "<a>&lt;&#233;</a>", "<a/><b/>", "<?xml version=\"1.0\"?><a/>", "<a xmlns=\"u:x\"/>", "<![CDATA[<x>]]>", "<a>\n</a>", "<é/>", "a &amp; b", "<a/>", "<a b=\"1\">é</a>", "text", "<!-- c --><r/>"],
        ["inet"] = Nets, ["cidr"] = Cidrs, ["macaddr"] = ["00:00:00:00:00:00", "08002b:010203", "08002b-010203", "0800-2b01-0203", "AB:CD:EF:01:23:45", "08:00:2b:01:02:03", "08-00-2b-01-02-03", "ffffffffffff", "0000.0000.0000"], ["macaddr8"] = ["08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03", "ffff.ffff.ffff.ffff"],
        ["bit"] = ["0", "1"], ["varbit"] = ["10", "1111000011110000", "B", "X0", "00000001", "1111111111111111111111111111111111111111111111111111111111111111", "", "0", "1", "0101", "11111111", "000000000", "B101", "XFF"],
        ["point"] = Geo, ["lseg"] = Pairs, ["box"] = Pairs, ["path"] = [.. Pairs, "[(0,0),(1,1),(2,0)]", "((0,0),(1,1),(2,0))"], ["polygon"] = [.. Pairs, "((0,0),(1,1),(2,0))"],
        ["circle"] = ["<(-1,-2),3>", "<(NaN,0),1>", "<(0,0),Infinity>", "1,2,3", "<(1e10,1e-10),0.1>", "<(0,0),1>", "<(1.5,2.5),0>", "<(0.1,0.2),1e10>", "((1,2),3)"], ["line"] = ["{-1,1,0}", "{1,0,-5}", "{0.5,0.25,0.125}", "[(1,2),(1,3)]", "[(0,0),(0.1,0.3)]", "{1,2,3}", "{0,1,0}", "{0.1,-0.2,1e10}", "[(0,0),(1,1)]"],
        ["tsvector"] = ["a:1", "a:1A a:2D", "'é' '汉字'", "a:16383", "1 2.5 -3", "'a b':3", "'back\\\\slash'", "A a", "x:2,1", "\"q\"", "", "a b", "'the quick':1A,2B fox:3", "'it''s'", "a:1,2,3"], ["tsquery"] = ["a", "!a", "!!a", "a:*", "a:AB", "a <3> b", "a & (b | c)", "'a b'", "a <-> (b <-> c)", "é & 汉字", "", "a & b", "a | !b", "a <-> b", "'it''s':*A", "(a | b) & c"],
        ["int2vector"] = ["0", "32767 -32768", "1 1 1", "", "1", "1 2 3", "-1 32767"], ["oidvector"] = ["0", "2147483648", "4294967295 0", "", "1", "1 2 4294967295"],
        ["int4range"] = ["[-2147483648,2147483647)", "(1,2)", "[1,1)", "[ 1 , 5 ]", "(-1,1)", "[0,0]", "(2,3]", "[2147483647,)", "EMPTY", "(,0]", "[-5,-1]", "[1,1000000)", "empty", "[1,5)", "(1,5]", "(,5)", "[1,)", "(,)", "[3,3]"], ["int8range"] = ["(,)", "[-9223372036854775808,0)", "(1,2)", "[9007199254740992,9007199254740993]", "[1,)", "(,1]", "empty", "[9007199254740993,)", "(,9223372036854775807)", "[1,2]"],
        ["numrange"] = ["[1,1]", "(1,1)", "[-0.0,0]", "[1e-20,1e20)", "[1.0,2.00)", "(,0)", "[5,)", "[NaN,NaN]", "[0.1,0.1000]", "empty", "[0.10,1.50]", "(,NaN)", "[1e400,)", "(,)", "(-Infinity,Infinity]"], ["daterange"] = ["(,)", "[2026-01-01,2026-01-01]", "(2026-01-01,2026-01-02)", "[0001-01-01,9999-12-31]", "(2026-01-01,)", "[-infinity,2026-01-01]", "[4713-11-24 BC,)", "[5874897-12-30,5874897-12-31)", "empty", "[2026-01-01,2026-02-01)", "[2026-01-01,infinity)", "(,0044-03-15 BC]", "[-infinity,infinity]"],
        ["tsrange"] = ["(,)", "[\"2026-01-01 00:00:00\",\"2026-01-01 00:00:00.000001\")", "[2026-01-01,2026-01-01]", "(2026-01-01,2026-01-02]", "[-infinity,infinity]", "[0001-01-01 BC,)", "[\"2026-01-01 12:00:00.5\",)", "empty", "[2026-01-01,2026-02-01 12:00)", "(,infinity]", "[294276-12-31,)"], ["tstzrange"] = ["(,)", "[2026-01-01 00:00+05:30,2026-01-01 00:00-03]", "[epoch,)", "[-infinity,infinity)", "[2026-07-01 12:00:00.123456+02,)", "[0044-03-15 00:00+00 BC,)", "empty", "[2026-01-01 00:00+02,2026-02-01)", "(-infinity,)"],
        ["int4multirange"] = ["{[1,2],[3,4]}", "{[1,1]}", "{empty}", "{(,0),(10,)}", "{[5,9),[1,3)}", "{}", "{[1,3),[5,9)}", "{(,)}"], ["int8multirange"] = ["{[1,2),[2,3)}", "{(,)}", "{[9223372036854775806,)}", "{}", "{[9007199254740993,)}"], ["nummultirange"] = ["{(,)}", "{[1.0,1.00]}", "{[1e-10,1e10)}", "{}", "{[0.10,1.5],[2,NaN]}"],
        ["datemultirange"] = ["{(,)}", "{[2026-01-01,2026-01-03),[2026-01-03,2026-01-05)}", "{[-infinity,infinity]}", "{}", "{[0044-03-15 BC,0043-01-01 BC),[2026-01-01,infinity)}"], ["tsmultirange"] = ["{(,)}", "{[\"2026-01-01 12:00:00.5\",\"2026-01-01 13:00\")}", "{[-infinity,infinity]}", "{}", "{[2026-01-01,2026-01-02)}"], ["tstzmultirange"] = ["{(,)}", "{[2026-01-01 00:00+05,2026-01-02)}", "{[-infinity,infinity)}", "{}", "{[2026-01-01,infinity)}"],
        ["pg_lsn"] = ["0/1", "1/0", "0/FFFFFFFF", "FFFFFFFF/0", "AbC/dEf", "0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"], ["pg_snapshot"] = ["10:20:10,14,15", "1:1:"], ["txid_snapshot"] = ["10:20:10,14,15", "1:1:"],
        ["aclitem"] = ["=r/postgres", "postgres=arwdDxt/postgres"],
        ["regproc"] = ["now", "-"], ["regprocedure"] = ["abs(integer)", "-"], ["regoper"] = ["0"], ["regoperator"] = ["=(integer,integer)", "0"], ["regclass"] = ["pg_class", "-"], ["regcollation"] = ["\"C\"", "-"],
        ["regtype"] = ["integer", "character varying", "-"], ["regrole"] = ["postgres", "-"], ["regnamespace"] = ["pg_catalog", "-"], ["regconfig"] = ["english", "simple", "-"], ["regdictionary"] = ["simple", "-"],
    };

    private readonly string _place = $"odd{Guid.NewGuid().ToString("n")[..8]}";

    public static TheoryData<string> Types => [.. Odd.Keys];

    public async Task InitializeAsync()
    {
        await company.AlterAsync($"create schema {_place}; grant usage on schema {_place} to public; create type {_place}.state as enum ('open', 'a b', 'é', '{{}}', ''); create domain {_place}.rate as numeric(6,3) check (value < 100)");
    }

    public Task DisposeAsync() => company.AlterAsync($"drop schema {_place} cascade");

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_cell_is_the_servers_own_text(string type)
    {
        var values = string.Join(", ", Odd[type].Append(null).Select(static (value, i) => value is null ? $"({i}, null)" : $"({i}, '{value.Replace("'", "''", StringComparison.Ordinal)}')"));
        var quoted = $"pg_catalog.\"{type}\"";
        // These two are arrays to the server, which makes no array of them.
        var arrays = type is "int2vector" or "oidvector" ? "v, v w" : "array_agg(v order by id) v, array[array_agg(v order by id), array_agg(v order by id desc)] w";
        await company.AlterAsync($"""
            create table {_place}.t_{type} (id int, v {quoted}{(type == "bit" ? "(1)" : "")}); insert into {_place}.t_{type} values {values};
            create table {_place}.a_{type} as select {arrays} from {_place}.t_{type};
            grant select on {_place}.t_{type}, {_place}.a_{type} to public
            """);

        foreach (var sql in (string[])[$"select v from {_place}.t_{type} order by id", $"select v, w from {_place}.a_{type}", $"select t, row(t.v) from {_place}.t_{type} t order by id"])
            await SameAsync(sql);
    }

    [Fact]
    public async Task Every_type_that_comes_with_the_server_is_tried()
    {
        var known = await TextsAsync("select t.typname from pg_type t where t.typtype in ('b', 'r', 'm') and t.typnamespace = 'pg_catalog'::regnamespace and t.oid < 16384 and t.typcategory <> 'A' or t.typname in ('int2vector', 'oidvector')");

        Assert.Empty(known.Select(static row => row[0]!).Except(Odd.Keys).Except(WithoutInput));
    }

    [Theory]
    [InlineData("select v from unnest(array['open', 'a b', 'é', '{{}}', '', null]::{0}.state[]) v")]
    [InlineData("select array['open', null]::{0}.state[], array['a b', '']::{0}.state[]")]
    [InlineData("select 1.5::{0}.rate, null::{0}.rate, array[1, 99.9994]::{0}.rate[]")]
    [InlineData("select row(1, 'a', null, row(1.50, 'b,c'), array['x'])")]
    [InlineData("select '[5:6]={{1,2}}'::int[], array[[1, 2], [3, 4]], '{{}}'::text[], array['NULL', null, '', 'a\"b', 'c,d']")]
    [InlineData("select 1.005::numeric(5,2), 'ab'::char(4), '2026-01-01 12:34:56.789'::timestamp(0), '101'::bit(3), '12:34:56.789'::time(1), '1 day 02:03:04.5'::interval(0)")]
    [InlineData("select avg(x), sum(x), count(*), stddev(x), 1.0 / 3 from (values (1), (2), (2)) v(x)")]
    [InlineData("select now() - now(), extract(epoch from timestamp '2026-01-01'), date_trunc('month', date '2026-05-17'), age(date '2026-01-01', date '2025-02-03')")]
    public Task A_value_that_a_query_makes_is_the_servers_own_text(string sql) => SameAsync(string.Format(CultureInfo.InvariantCulture, sql, _place));

    [Fact]
    public async Task A_number_beyond_what_json_holds_exactly_is_a_text_of_kind_number()
    {
        var answer = (await company.RowsAsync("bob", "select 9007199254740991, 9007199254740992, -9007199254740993, 0.0012, 1.5::float8, 'NaN'::float8, true")).Table;

        Assert.Equal((object?[])[9007199254740991L, "9007199254740992", "-9007199254740993", "0.0012", 1.5, "NaN", true], answer.Rows[0]);
        Assert.Equal(["number", "number", "number", "number", "number", "number", "boolean"], answer.Columns.Select(static column => column.Kind));
    }

    private async Task SameAsync(string sql)
    {
        var expected = await TextsAsync(sql);
        var answer = (await company.RowsAsync("bob", sql)).Table;

        Assert.Equal(expected.Count, answer.Rows.Length);
        Assert.All(expected.Zip(answer.Rows), rows => Assert.Equal(rows.First, rows.Second.Select(Shown)));
    }

    private static string? Shown(object? cell) => cell switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "t" : "f",
        _ => JsonSerializer.Serialize(cell),
    };

    /// <summary>As psql has it: the text form that the server sends, to its administrator.</summary>
    private async Task<List<string?[]>> TextsAsync(string sql)
    {
        var admin = new NpgsqlConnectionStringBuilder((await CompanyCluster.StartAsync()).AdminConnectionString) { Database = company.Database };
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand(sql);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string?[]>();
        while (rows.Count < MostInOneQuery && await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]);
        return rows;
    }
}
