using System.Globalization;
using System.Text;

namespace Onbehalf.Tests.Threats.Lineage;

/// <summary>
/// A schema whose rights are written from a tape: owners, grants of tables and of columns, row security and its policies, views of every kind.
/// <paramref name="some"/> and <paramref name="more"/> are roles that people are in by generated ways, the first within the second.
/// </summary>
internal sealed class GeneratedRights(Tape tape, string schema, string some, string more)
{
    private const int Rows = 12;

    private static readonly string[] Columns = ["id", "region", "owner", "n"];
    private static readonly string[] People = ["alice", "bob", "mallory", "carol", "dan", "erin"];

    private readonly string[] _roles = ["public", "employees", "sales", "sales_emea", "hr", "cfo", "bob", "erin", some, more];

    private readonly string[] _rules =
    [
        "true", "region = 'EMEA'", "n > 4", "n = any (array[1, 2, 3, 5])", "length(region) > 4", "coalesce(n, 0) between 2 and 8", "region <> 'APAC' and not n is null",
        "owner = current_user", "owner = session_user::text", "pg_has_role('sales', 'member')", $"{schema}.fits(n)", $"region in (select region from {schema}.b)",
        $"exists (select from {schema}.b x where x.owner = current_user)", "has_table_privilege('company.deals', 'select')", "current_setting('application_name') <> ''",
        // Some of these raise an error: for one person alone, for whoever may not read a table, for a value.
        $"{schema}.refuses(n)", $"exists (select from {schema}.sealed x where x.id = n)", $"n in (select id from {schema}.sealed_invoked)", $"owner = (select max(owner) from {schema}.b)", "10 / (n - 5) >= 0", "(region || n)::name <> ''",
    ];

    public static readonly string[] Queries =
    [
        "SELECT id, n FROM {0}.a", "SELECT * FROM {0}.b", "SELECT count(*) FROM {0}.a", "SELECT max(region), min(n) FROM {0}.b", "SELECT a.id, b.region FROM {0}.a JOIN {0}.b USING (id)",
        "SELECT id FROM {0}.owned", "SELECT id, n FROM {0}.invoked", "SELECT n FROM {0}.owned_over_invoked", "SELECT id FROM {0}.invoked_over_owned", "SELECT id FROM {0}.a EXCEPT SELECT id FROM {0}.b",
    ];

    /// <summary>Returns the SQL that ends the memberships of another tape and adds those of this one, with or without inherited rights.</summary>
    public string Memberships()
    {
        var sql = new StringBuilder($"REVOKE {some}, {more} FROM {string.Join(", ", People)};");
        foreach (var person in People.Where(_ => tape.Chance(70)))
            sql.Append(CultureInfo.InvariantCulture, $" GRANT {tape.Of((string[])[some, more])} TO {person}{(tape.Chance(40) ? " WITH INHERIT FALSE" : "")};");
        return sql.ToString();
    }

    public string Create()
    {
        var sql = new StringBuilder($"""
            CREATE SCHEMA {schema}; GRANT USAGE ON SCHEMA {schema} TO public; SET search_path = {schema};
            CREATE FUNCTION fits(n int) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT n > 2 AND current_user <> ''erin''';
            CREATE FUNCTION refuses(n int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN IF current_user IN ('erin', 'mallory') THEN RAISE 'no'; END IF; RETURN n > 3; END $$;
            CREATE TABLE sealed AS SELECT i AS id, i AS other FROM generate_series(1, 5) i; CREATE VIEW sealed_invoked WITH (security_invoker = on) AS SELECT id FROM sealed;
            GRANT SELECT {(tape.Chance(50) ? "(id)" : "(other)")} ON sealed TO {tape.Of(_roles)}; GRANT SELECT ON sealed_invoked TO public;
            CREATE TABLE a (id int, region text, owner text, n int); CREATE TABLE b (id int, region text, owner text, n int);

            """).Append(Fill(schema, 0));
        foreach (var table in (string[])["a", "b"])
            Table(sql, table);
        // A policy that reads what its reader may not read raises, and then they learn nothing.
        if (tape.Chance(60))
            sql.Append("GRANT SELECT (region, owner) ON b TO public;\n");
        sql.Append(CultureInfo.InvariantCulture, $"CREATE VIEW owned AS SELECT id, n FROM a WHERE n > 1;\nCREATE VIEW invoked WITH (security_invoker = {tape.Of((string[])["on", "1", "true"])}) AS SELECT id, n FROM {tape.Of((string[])["a", "b"])};\n");
        sql.Append("CREATE VIEW owned_over_invoked AS SELECT id, n FROM invoked;\nCREATE VIEW invoked_over_owned WITH (security_invoker = on) AS SELECT id FROM owned WHERE n < 9;\n");
        foreach (var view in (string[])["owned", "invoked", "owned_over_invoked", "invoked_over_owned"])
        {
            if (tape.Chance(20))
                sql.Append(CultureInfo.InvariantCulture, $"ALTER VIEW {view} OWNER TO company_owner;\n");
            Grants(sql, view, ["id"]);
        }

        return sql.Append("RESET search_path;").ToString();
    }

    /// <summary>Other values for another salt: who sees the same by their rights sees the same again.</summary>
    public static string Fill(string schema, int salt) => string.Join('\n', ((string[])["a", "b"]).Select((table, number) => $"""
        TRUNCATE {schema}.{table};
        INSERT INTO {schema}.{table} SELECT i, (array['EMEA', 'AMER', 'APAC'])[1 + (i + {salt + number}) % 3], (array['{string.Join("', '", People)}'])[1 + (i * {salt + 1} + {number}) % {People.Length}], nullif((i * {5 + 2 * salt} + {number}) % 11, 7)
        FROM generate_series(1, {Rows}) i;

        """));

    private void Table(StringBuilder sql, string table)
    {
        if (tape.Chance(20))
            sql.Append(CultureInfo.InvariantCulture, $"ALTER TABLE {table} OWNER TO {tape.Of((string[])["company_owner", "sales", some])};\n");
        Grants(sql, table, Columns);
        if (!tape.Chance(70))
            return;
        sql.Append(CultureInfo.InvariantCulture, $"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n");
        if (tape.Chance(20))
            sql.Append(CultureInfo.InvariantCulture, $"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n");
        // A table whose policy reads the other's and the reverse would never end.
        var rules = table == "a" ? _rules : [.. _rules.Where(static rule => !rule.Contains(".b", StringComparison.Ordinal))];
        for (var i = 1 + tape.Choose(4); i > 0; i--)
            sql.Append(CultureInfo.InvariantCulture, $"CREATE POLICY p{i} ON {table} AS {(tape.Chance(20) ? "RESTRICTIVE" : "PERMISSIVE")} FOR {tape.Of((string[])["SELECT", "ALL"])} TO {tape.Of(_roles)} USING ({tape.Of(rules)});\n");
    }

    private void Grants(StringBuilder sql, string relation, string[] columns)
    {
        for (var i = 1 + tape.Choose(4); i > 0; i--)
        {
            var some = tape.Chance(30) ? $" ({string.Join(", ", columns.Where(_ => tape.Chance(70)).DefaultIfEmpty(columns[0]))})" : "";
            sql.Append(CultureInfo.InvariantCulture, $"GRANT SELECT{some} ON {relation} TO {tape.Of(_roles)};\n");
        }
    }
}
