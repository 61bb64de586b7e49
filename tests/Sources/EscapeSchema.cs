using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Sources;

internal static class EscapeSchema
{
    public static readonly string[] Groups = ["hr", "sales", "emea", "amer", "keeper"];

    public static string Roles(Func<string, string> role) => Named("""
        CREATE ROLE «hr»; CREATE ROLE «sales»; CREATE ROLE «emea»; CREATE ROLE «amer»; CREATE ROLE «keeper»;
        GRANT «hr» TO «alice»; GRANT «sales», «emea» TO «bob», «mallory»; GRANT «sales», «amer» TO «erin»;
        """, role);

    public static string For(Func<string, string> role) => Named(Script, role);

    /// <summary>Takes everything away that Bob may not see.</summary>
    public static string Hide(Func<string, string> role) => Named("""
        SET row_security = off;
        DELETE FROM app.orders WHERE owner <> '«bob»';
        DELETE FROM app.regions WHERE region <> 'EMEA';
        DELETE FROM app.claims WHERE uid = 'alice';
        DROP TABLE app.payroll;
        DROP FUNCTION app.definer_orders();
        ALTER TABLE app.orders DROP COLUMN secret;
        """, role);

    private static string Named(string script, Func<string, string> role) => Regex.Replace(script, "«([a-z]+)»", m => role(m.Groups[1].Value));

    private const string Script = """
        CREATE SCHEMA app AUTHORIZATION «keeper»; CREATE SCHEMA vaulted AUTHORIZATION «keeper»;
        GRANT USAGE ON SCHEMA app TO «hr», «sales»;
        SET ROLE «keeper»;
        SET search_path = app;
        CREATE TABLE orders (id int PRIMARY KEY, owner text NOT NULL, customer text, amount numeric(12,2), note text, payload jsonb, secret text, placed_on date);
        INSERT INTO orders SELECT i, CASE WHEN i % 2 = 0 THEN '«bob»' ELSE '«mallory»' END, 'customer ' || i % 5, CASE WHEN i % 2 = 0 THEN i * 10 ELSE 7770000 + i END,
          CASE WHEN i % 2 = 0 THEN 'note ' || i ELSE 'HIDDENCANARY ' || i END, jsonb_build_object('n', i), 'HIDDENCANARY', date '2026-01-01' + i FROM generate_series(1, 80) i;
        CREATE INDEX ON orders (amount); CREATE INDEX ON orders (owner); CREATE INDEX ON orders (note);
        ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON orders USING (owner = (SELECT current_user::text COLLATE "default")) WITH CHECK (owner = (SELECT current_user::text COLLATE "default"));
        GRANT SELECT (id, owner, customer, amount, note, payload, placed_on) ON orders TO «sales»;
        GRANT INSERT (id, owner, customer, amount, note), UPDATE (customer, amount, note, owner), DELETE ON orders TO «sales»;
        CREATE TABLE payroll (id int PRIMARY KEY, person text, salary numeric); INSERT INTO payroll VALUES (1, 'HIDDENCANARY', 123456), (2, 'x', 5);
        GRANT SELECT ON payroll TO «hr»;
        COMMENT ON TABLE payroll IS 'HIDDENCANARY';
        CREATE TABLE regions (id int PRIMARY KEY, region text, title text, order_id int, kind text);
        INSERT INTO regions SELECT i, CASE WHEN i % 2 = 0 THEN 'EMEA' ELSE 'AMER' END, 'title ' || i, NULL, 'k' || i % 3 FROM generate_series(1, 20) i;
        ALTER TABLE regions ENABLE ROW LEVEL SECURITY;
        CREATE POLICY emea ON regions FOR SELECT TO «emea» USING (region = 'EMEA');
        CREATE POLICY amer ON regions FOR SELECT TO «amer» USING (region = 'AMER');
        GRANT SELECT ON regions TO «sales»;
        CREATE TABLE claims (id int PRIMARY KEY, uid text, body text); INSERT INTO claims VALUES (1, 'bob', 'open'), (2, 'alice', 'HIDDENCANARY');
        ALTER TABLE claims ENABLE ROW LEVEL SECURITY;
        CREATE POLICY claimed ON claims USING (uid = current_setting('app.uid', true));
        GRANT SELECT ON claims TO «sales»;
        CREATE TABLE plain (id int PRIMARY KEY, name text); INSERT INTO plain VALUES (1, 'one'), (2, 'two'), (3, '3');
        GRANT SELECT, INSERT, UPDATE, DELETE ON plain TO «sales», «hr»;
        CREATE TABLE children (id int PRIMARY KEY, order_id int REFERENCES orders (id), note text); INSERT INTO children VALUES (1, 2, 'c');
        GRANT SELECT, INSERT ON children TO «sales»;
        CREATE VIEW owners_view AS SELECT id, owner, amount, note FROM orders;
        CREATE VIEW barrier_view WITH (security_barrier) AS SELECT id, amount, note FROM plain p JOIN LATERAL (SELECT p.id AS amount, p.name AS note) q ON true WHERE p.id < 3;
        CREATE VIEW invoker_view WITH (security_invoker) AS SELECT id, amount, note FROM orders WHERE placed_on IS NOT NULL;
        CREATE VIEW nested_view WITH (security_invoker) AS SELECT id, amount * 2 AS doubled FROM invoker_view;
        CREATE VIEW plain_view AS SELECT id, name FROM plain WHERE id < 3;
        CREATE MATERIALIZED VIEW frozen AS SELECT id, amount FROM orders;
        GRANT SELECT ON owners_view, barrier_view, invoker_view, nested_view, plain_view, frozen TO «sales»;
        CREATE FUNCTION definer_orders() RETURNS SETOF orders LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM orders';
        CREATE FUNCTION peek(plain) RETURNS text LANGUAGE sql STABLE AS $f$ SELECT string_agg(name, ',') FROM app.plain $f$;
        CREATE FUNCTION wipe(plain) RETURNS int LANGUAGE sql VOLATILE AS $f$ DELETE FROM app.plain RETURNING 1 $f$;
        RESET ROLE;
        SELECT lo_from_bytea(777001, 'HIDDENCANARY');
        RESET search_path;
        """;
}
