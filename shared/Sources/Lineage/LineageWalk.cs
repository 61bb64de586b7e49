using Onbehalf.Evidence;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// Derives the touched relations and columns from the tree of one text. A relation counts if the server checks it with the speaker's own rights.
/// It is named in the text, or below a chain of views that ends in an invoker view. The chain can contain views with their owner's rights.
/// </summary>
internal sealed class LineageWalk(string source, LineageRelation text, IReadOnlyDictionary<uint, LineageRelation> relations, BuiltIns builtIns)
{
    /// <summary>
    /// The bit of a column in a permission bitmap is its number plus this, the negative of FirstLowInvalidHeapAttributeNumber. The bit of number
    /// 0 is the whole row.
    /// </summary>
    private const int FirstBit = 7;

    private readonly SortedDictionary<string, Entry> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<uint> _walked = [];
    private readonly Dictionary<uint, bool> _ownerAsks = [];
    private bool _undecided;
    private bool _forbidden;

    public LineageResult Run()
    {
        Speaker(text);
        if (_forbidden)
            return new LineageResult.Forbidden();
        var touched = _touched
            .Values.Select(t => new Touched(
                source,
                t.Relation.Name,
                [.. t.Columns],
                t.Relation.Rows.Rules,
                _undecided,
                t.Relation.Rows.DependsOnAsker || t.Asks,
                Definition: t.Relation.Definition))
            .ToList();
        return new LineageResult.Known(
            _undecided && touched.Count == 0 ? [Touched.Unknown(source)] : [.. touched],
            ErrorsAreSafe: _ownerAsks.Count == 0 && _touched.Values.All(static t => t.Relation.Rows.Fallible.IsEmpty));
    }

    /// <summary>Walks a query that the server runs with the speaker's rights.</summary>
    private void Speaker(LineageRelation view)
    {
        if (!_walked.Add(view.Id))
            return;
        foreach (var node in view.Query)
            Calls(node, view);
        foreach (var (id, columns) in view.Checked().Where(c => c.Relation != view.Id))
        {
            if (relations.TryGetValue(id, out var relation))
                Touch(relation, columns);
            else
                _undecided = true;
        }
    }

    private void Touch(LineageRelation relation, IEnumerable<int> bits)
    {
        if (!_touched.TryGetValue(relation.Name, out var entry))
            _touched[relation.Name] = entry = new(relation);
        foreach (var bit in bits)
        {
            if (bit == FirstBit)
                entry.Columns.UnionWith(relation.Columns.Where(static c => c.Key > 0).Select(static c => c.Value));
            else
                entry.Columns.Add(relation.Columns.GetValueOrDefault(bit - FirstBit) ?? "?");
        }

        if (relation.IsView)
            entry.Asks = relation.IsInvoker ? InvokerAsks(relation) : OwnerAsks(relation);
    }

    private bool InvokerAsks(LineageRelation view)
    {
        Speaker(view);
        return AskerRule.ViewAsks(view.Query, builtIns);
    }

    /// <summary>
    /// Returns whether the rows of a view with its owner's rights depend on the asker. They do so only through a node in the view or below it.
    /// An invoker view below it is read with the speaker's rights again.
    /// </summary>
    private bool OwnerAsks(LineageRelation view)
    {
        if (_ownerAsks.TryGetValue(view.Id, out var known))
            return known;
        _ownerAsks[view.Id] = false;
        var asks = AskerRule.ViewAsks(view.Query, builtIns);
        foreach (var (id, _) in view.Checked().Where(c => c.Relation != view.Id))
            asks |=
                !relations.TryGetValue(id, out var below) || below.AsksWhoever || (below.IsView && (below.IsInvoker ? InvokerAsks(below) : OwnerAsks(below)));
        return _ownerAsks[view.Id] = asks;
    }

    /// <summary>
    /// Checks the calls of a node. A user-defined function can read anything, and its reads are not in the rule, so the lineage is undecided. A
    /// built-in must be on the list.
    /// </summary>
    private void Calls(Node node, LineageRelation view)
    {
        var id = node.Type switch
        {
            "FUNCEXPR" => node.Number("funcid"),
            "AGGREF" => node.Number("aggfnoid"),
            "WINDOWFUNC" => node.Number("winfnoid"),
            "OPEXPR" or "DISTINCTEXPR" or "NULLIFEXPR" or "SCALARARRAYOPEXPR" => node.Number("opfuncid"),
            "COERCETODOMAIN" => node.Number("resulttype"),
            "TABLESAMPLECLAUSE" => node.Number("tsmhandler"),
            "SORTGROUPCLAUSE" => Math.Max(node.Number("eqop"), node.Number("sortop")),
            "ROWCOMPAREEXPR" or "ROWCOMPARE" => node.Ids("opnos").DefaultIfEmpty(0u).Max(),
            _ => 0u,
        };
        _undecided |= id >= BuiltIns.FirstUserId;
        var isWritten = node.Type is "AGGREF" or "WINDOWFUNC" || (node.Type == "FUNCEXPR" && node.Number("funcformat") is 0 or 3);
        _forbidden |= ReferenceEquals(view, text) && isWritten && id is > 0 and < BuiltIns.FirstUserId && !builtIns.Callable.Contains(id);
    }

    private sealed class Entry(LineageRelation relation)
    {
        public LineageRelation Relation { get; } = relation;

        public SortedSet<string> Columns { get; } = new(StringComparer.Ordinal);

        public bool Asks { get; set; }
    }
}
