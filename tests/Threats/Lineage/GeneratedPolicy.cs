using System.Globalization;
using System.Text.Json.Nodes;
using Onbehalf.Identity;
using Onbehalf.Tests.Sources;

namespace Onbehalf.Tests.Threats.Lineage;

/// <summary>A declared policy of two tables, and the groups of six people, written from a tape. The columns and the rows of the tables do not depend on it.</summary>
internal sealed class GeneratedPolicy
{
    private const int Rows = 12;

    private static readonly string[] Columns = ["id", "region", "owner", "n", "note"];
    private static readonly string[] Groups = ["EMEA", "AMER", "APAC", "hr", "cfo"];

    private static readonly string[] Conditions =
    [
        """ "all" """, """{"column":"region","eq":"EMEA"}""", """{"column":"region","eq":"AMER"}""", """{"column":"n","gt":4}""", """{"column":"n","in":[1,2,3,5]}""", """{"column":"n","null":true}""",
        """{"not":{"column":"region","eq":"APAC"}}""", """{"column":"owner","eq":{"claim":"sub"}}""", """{"column":"region","in":{"claim":"groups"}}""", """{"column":"n","ge":{"column":"id"}}""",
        """{"exists":{"table":"b","on":{"id":"id"},"where":{"column":"owner","eq":{"claim":"sub"}}}}""", """{"exists":{"table":"b","on":{"owner":"owner"}}}""", """{"not":{"column":"n","le":6}}""",
        """{"and":[{"column":"region","ne":"APAC"},{"column":"n","lt":9}]}""", """{"or":[{"column":"owner","eq":{"claim":"sub"}},{"column":"region","eq":"EMEA"}]}""",
    ];

    public static readonly string[] Names = ["alice", "bob", "mallory", "carol", "dan", "erin"];

    public static readonly string[] Queries =
    [
        "SELECT id, n FROM a", "SELECT * FROM b", "SELECT count(*) FROM a", "SELECT max(region), min(n) FROM b", "SELECT a.id, b.region FROM a JOIN b USING (id)", "SELECT owner FROM a WHERE n > 3 ORDER BY id",
        "SELECT id FROM a EXCEPT SELECT id FROM b", "SELECT count(note), count(n) FROM a", "SELECT region, count(*) FROM a GROUP BY region", "SELECT note FROM b WHERE owner IN (SELECT owner FROM a)",
    ];

    public GeneratedPolicy(Tape tape)
    {
        People = Names.ToDictionary(static name => name, name => TestPeople.Authority(name, groups: [.. Groups.Where(_ => tape.Chance(40))]), StringComparer.Ordinal);
        Json = new JsonObject { ["providers"] = new JsonArray("local"), ["tables"] = new JsonObject { ["a"] = Table(tape), ["b"] = Table(tape) } }.ToJsonString();
    }

    public string Json { get; }

    public IReadOnlyDictionary<string, Authority> People { get; }

    /// <summary>Other values for another salt: who sees the same by their rights sees the same again.</summary>
    public static string Fill(int salt) => string.Join('\n', ((string[])["a", "b"]).Select((table, number) =>
        $"CREATE TABLE {table} (id INTEGER, region TEXT, owner TEXT, n INTEGER, note TEXT);\n" + string.Join('\n', Enumerable.Range(1, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO {table} VALUES ({i}, '{Groups[(i + salt + number) % 3]}', '{Names[((i * (salt + 1)) + number) % Names.Length]}', nullif({((i * (5 + (2 * salt))) + number) % 11}, 7), 'note {i * salt}');")))));

    private static JsonObject Table(Tape tape)
    {
        var table = new JsonObject { ["grants"] = new JsonArray([.. Enumerable.Range(0, 1 + tape.Choose(4)).Select(_ => Grant(tape))]) };
        if (tape.Chance(25))
            table["restrict"] = new JsonArray(JsonNode.Parse(tape.Of(Conditions)));
        return table;
    }

    private static JsonObject Grant(Tape tape) => new()
    {
        ["to"] = tape.Chance(40) ? "everyone" : new JsonObject { ["group"] = new JsonArray([.. Groups.Where(_ => tape.Chance(40)).DefaultIfEmpty(Groups[0]).Select(static group => (JsonNode)group)]) },
        ["columns"] = new JsonArray([.. Columns.Where(_ => tape.Chance(70)).DefaultIfEmpty("id").Select(static column => (JsonNode)column)]),
        ["rows"] = JsonNode.Parse(tape.Of(Conditions)),
    };
}
