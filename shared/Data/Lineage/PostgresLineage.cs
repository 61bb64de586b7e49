using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Onbehalf.Data.Postgres;
using Onbehalf.Evidence;

namespace Onbehalf.Data.Lineage;

/// <summary>
/// What a query touches, as PostgreSQL itself sees it: the text becomes the body of a temporary view that is always rolled back, and the relations and
/// columns on which the server would check permissions are read from the view's rule. Ordinary rights suffice; nothing of the text runs.
/// </summary>
internal static class PostgresLineage
{
    private const string View = "onbehalf_lineage";

    private const string Reach = $"""
        WITH RECURSIVE reach(id) AS (
          SELECT 'pg_temp.{View}'::regclass::oid
          UNION
          SELECT d.refobjid FROM reach JOIN pg_rewrite w ON w.ev_class = reach.id
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> reach.id)
        SELECT c.oid, CASE WHEN c.relname = '{View}' AND n.oid = pg_my_temp_schema() THEN '' ELSE n.nspname || '.' || c.relname END, c.relkind::text,
          coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1', 'security_invoker=yes'], false),
          w.ev_action::text,
          (SELECT jsonb_object_agg(a.attnum, a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped)::text,
          ({PersonCatalog.Rules})::text, c.relrowsecurity,
          (SELECT jsonb_object_agg(p.oid, p.proname) FROM pg_proc p WHERE p.oid < 16384 AND p.oid IN (
            SELECT m[1]::oid FROM regexp_matches(w.ev_action::text, ':(?:funcid|aggfnoid|winfnoid) (\d+)', 'g') m))::text
        FROM reach JOIN pg_class c ON c.oid = reach.id JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN'
        """;

    public static async Task<LineageResult> ReadAsync(NpgsqlConnection connection, string source, string sql, IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in (string[])["BEGIN", .. settings, $"CREATE TEMP VIEW pg_temp.{View} AS SELECT 1 FROM (\n{sql}\n) q", Reach, "ROLLBACK"])
            batch.BatchCommands.Add(new(statement));
        var relations = new Dictionary<uint, Relation>();
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                relations[reader.GetFieldValue<uint>(0)] = Relation.Read(reader);
        }

        return new Walk(source, relations).Run();
    }

    private sealed record Relation(string Name, string Kind, bool Invoker, string? Rule, ImmutableDictionary<int, string> Columns, RowSecurity Rows, bool HasRowSecurity, ImmutableDictionary<uint, string> Functions)
    {
        public static Relation Read(NpgsqlDataReader reader)
        {
            using var rules = JsonDocument.Parse(reader.GetString(6));
            return new(
                reader.GetString(1),
                reader.GetString(2),
                reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                Map(reader, 5).ToImmutableDictionary(static c => int.Parse(c.Name, System.Globalization.CultureInfo.InvariantCulture), static c => c.Value),
                RowSecurity.Read(rules.RootElement, reader.GetString(2)),
                reader.GetBoolean(7),
                Map(reader, 8).ToImmutableDictionary(static f => uint.Parse(f.Name, System.Globalization.CultureInfo.InvariantCulture), static f => f.Value));
        }

        private static List<(string Name, string Value)> Map(NpgsqlDataReader reader, int column)
        {
            if (reader.IsDBNull(column))
                return [];
            using var json = JsonDocument.Parse(reader.GetString(column));
            return [.. json.RootElement.EnumerateObject().Select(static p => (p.Name, p.Value.GetString()!))];
        }
    }

    private sealed class Walk(string source, Dictionary<uint, Relation> relations)
    {
        /// <summary>A column's bit in a permission bitmap is its number less this (FirstLowInvalidHeapAttributeNumber); the bit of number 0 is the whole row.</summary>
        private const int FirstBit = 7;

        /// <summary>Objects below this came with the server.</summary>
        private const uint FirstUserId = 16_384;

        private readonly SortedDictionary<string, (Relation Relation, SortedSet<string> Columns)> _touched = new(StringComparer.Ordinal);
        private readonly HashSet<uint> _walked = [];
        private bool _undecided;
        private string? _forbidden;

        public LineageResult Run()
        {
            var (id, view) = relations.Single(static r => r.Value.Name.Length == 0);
            Rule(id, view);
            if (_forbidden is not null)
                return new LineageResult.Forbidden(_forbidden);
            var touched = _touched.Select(t => new Touched(
                source, t.Key, [.. t.Value.Columns], t.Value.Relation.Rows.Rules, _undecided, t.Value.Relation.Rows.DependsOnAsker || LooksAtAsker(t.Value.Relation)));
            return new LineageResult.Known(_undecided && _touched.Count == 0 ? [Touched.Unknown(source)] : [.. touched], _touched.Values.Any(static t => t.Relation is { Kind: "v", Invoker: false }));
        }

        private void Rule(uint id, Relation view)
        {
            if (!_walked.Add(id))
                return;
            foreach (var node in NodeTree.Read(view.Rule!))
            {
                Calls(node, view);
                var relation = node.Number("relid");
                if (!node.Fields.ContainsKey("selectedCols") || relation == 0 || relation == id)
                    continue;
                if (relations.TryGetValue(relation, out var found))
                    Touch(relation, found, node.Members("selectedCols"));
                else
                    _undecided = true;
            }
        }

        private void Touch(uint id, Relation relation, IEnumerable<int> bits)
        {
            if (!_touched.TryGetValue(relation.Name, out var entry))
                _touched[relation.Name] = entry = (relation, new(StringComparer.Ordinal));
            foreach (var bit in bits)
            {
                if (bit == FirstBit)
                    entry.Columns.UnionWith(relation.Columns.Where(static c => c.Key > 0).Select(static c => c.Value));
                else
                    entry.Columns.Add(relation.Columns.GetValueOrDefault(bit - FirstBit) ?? "?");
            }

            if (relation is { Kind: "v", Invoker: true, Rule: not null })
                Rule(id, relation);
        }

        /// <summary>A function of the database's own users may read anything: what it touches is not in the rule. The server's own must be on the list.</summary>
        private void Calls(Node node, Relation view)
        {
            var id = node.Type switch
            {
                "FUNCEXPR" => node.Number("funcid"),
                "AGGREF" => node.Number("aggfnoid"),
                "WINDOWFUNC" => node.Number("winfnoid"),
                "OPEXPR" or "DISTINCTEXPR" or "NULLIFEXPR" or "SCALARARRAYOPEXPR" => node.Number("opfuncid"),
                "COERCETODOMAIN" => node.Number("resulttype"),
                "TABLESAMPLECLAUSE" => node.Number("tsmhandler"),
                _ => 0u,
            };
            _undecided |= id >= FirstUserId;
            var isWritten = node.Type is "AGGREF" or "WINDOWFUNC" || (node.Type == "FUNCEXPR" && node.Number("funcformat") is 0 or 3);
            if (view.Name.Length > 0 || !isWritten || id is 0 or >= FirstUserId)
                return;
            if (!view.Functions.TryGetValue(id, out var name))
                _undecided = true;
            else if (!AllowedFunctions.Names.Contains(name) && !AllowedFunctions.Syntax.Contains(name))
                _forbidden ??= name;
        }

        /// <summary>A view with its owner's rights shows everyone the same rows unless something in it asks who is there.</summary>
        private bool LooksAtAsker(Relation relation)
        {
            if (relation.Kind != "v" || relation.Invoker || relation.Rule is null)
                return false;
            var nodes = NodeTree.Read(relation.Rule);
            if (nodes.Any(n => n.Type == "SQLVALUEFUNCTION" || (n.Type == "FUNCEXPR" && !(relation.Functions.TryGetValue(n.Number("funcid"), out var name) && (AllowedFunctions.Names.Contains(name) || n.Number("funcformat") is 1 or 2)))))
                return true;
            return nodes.Where(static n => n.Fields.ContainsKey("selectedCols")).Select(static n => n.Number("relid"))
                .Any(id => relations.TryGetValue(id, out var below) && below != relation && (below.HasRowSecurity || below.Kind == "f" || LooksAtAsker(below)));
        }
    }
}
