using System.Collections.Immutable;
using System.Text;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// Parses PostgreSQL's text form of a parsed query (<c>pg_node_tree</c>, src/backend/nodes/outfuncs.c): <c>{TYPE :field value …}</c>, lists in
/// parentheses, <c>&lt;&gt;</c> for null. User-defined names are escaped, and the first token of a field is always its value. A name or a
/// literal therefore cannot be parsed as structure.
/// </summary>
internal sealed class NodeTree
{
    private const int Deepest = 1_000;

    private readonly List<Token> _tokens = [];
    private int _at;

    private NodeTree(string text) => Cut(text);

    public static ImmutableArray<Node> Read(string text)
    {
        var tree = new NodeTree(text);
        var found = ImmutableArray.CreateBuilder<Node>();
        while (tree._at < tree._tokens.Count)
            tree.Value(found, 0);
        return found.ToImmutable();
    }

    /// <summary>Adds the nodes of the value to the result. A node follows its nested nodes.</summary>
    private void Value(ImmutableArray<Node>.Builder found, int depth)
    {
        if (depth > Deepest)
            throw new FormatException("The node tree is too deep.");
        var token = Next();
        if (token.IsMark('{'))
            ReadNode(found, depth);
        else if (token.IsMark('('))
            ReadList(found, depth);
        else if (token.IsMark('}') || token.IsMark(')'))
            throw new FormatException("The node tree is not balanced.");
    }

    private void ReadNode(ImmutableArray<Node>.Builder found, int depth)
    {
        var type = Next().Text;
        var fields = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var children = new Dictionary<string, Node>(StringComparer.Ordinal);
        while (!Peek().IsMark('}'))
        {
            var label = Next();
            if (label.Escaped || label.Mark || !label.Text.StartsWith(':'))
                throw new FormatException($"A field of {type} was expected.");
            var isNode = Peek().IsMark('{');
            fields[label.Text[1..]] = FieldValue(found, depth);
            if (isNode)
                children[label.Text[1..]] = found[^1];
        }

        _at++;
        found.Add(new(type, fields, children));
    }

    /// <summary>Returns the plain tokens of a field's value. Nested nodes are added to <paramref name="found"/> instead.</summary>
    private ImmutableArray<string> FieldValue(ImmutableArray<Node>.Builder found, int depth)
    {
        var value = ImmutableArray.CreateBuilder<string>();
        var first = true;
        while (first || !(Peek().IsMark('}') || (Peek() is { Mark: false, Escaped: false } next && next.Text.StartsWith(':'))))
        {
            var token = Peek();
            if (first && token.Mark && !(token.IsMark('{') || token.IsMark('(')))
                throw new FormatException("A field has no value.");
            first = false;
            if (token.IsMark('{') || token.IsMark('('))
            {
                var start = _at;
                Value(found, depth + 1);
                if (token.IsMark('('))
                    value.AddRange(_tokens[start.._at].Where(static t => !t.Mark).Select(static t => t.Text));
            }
            else
            {
                value.Add(Next().Text);
            }
        }

        return value.ToImmutable();
    }

    private void ReadList(ImmutableArray<Node>.Builder found, int depth)
    {
        while (!Peek().IsMark(')'))
        {
            if (Peek().IsMark('{') || Peek().IsMark('('))
                Value(found, depth + 1);
            else
                _at++;
        }

        _at++;
    }

    private Token Peek() => _at < _tokens.Count ? _tokens[_at] : throw new FormatException("The node tree ends too early.");

    private Token Next()
    {
        var token = Peek();
        _at++;
        return token;
    }

    private void Cut(string text)
    {
        var (word, escaped) = (new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                word.Append(text[++i]);
                escaped = true;
            }
            else if (c is ' ' or '\n' or '\t' or '(' or ')' or '{' or '}')
            {
                End();
                if (c is '(' or ')' or '{' or '}')
                    _tokens.Add(new(c.ToString(), Mark: true, Escaped: false));
            }
            else
            {
                word.Append(c);
            }
        }

        End();

        void End()
        {
            if (word.Length > 0)
                _tokens.Add(new(word.ToString(), Mark: false, escaped));
            word.Clear();
            escaped = false;
        }
    }

    private readonly record struct Token(string Text, bool Mark, bool Escaped)
    {
        public bool IsMark(char mark) => Mark && Text[0] == mark;
    }
}

/// <summary><paramref name="Children"/>: the fields whose value is one node.</summary>
internal sealed record Node(string Type, IReadOnlyDictionary<string, ImmutableArray<string>> Fields, IReadOnlyDictionary<string, Node> Children)
{
    public uint Number(string field) =>
        Fields.TryGetValue(field, out var value) && value.Length == 1 && uint.TryParse(value[0], out var number) ? number : 0;

    /// <summary>Returns the members of a list of object ids, <c>(o 97 1754)</c>.</summary>
    public IEnumerable<uint> Ids(string field) =>
        Fields.TryGetValue(field, out var value) && value.Length > 0 && value[0] == "o"
            ? value.Skip(1).Select(static v => uint.Parse(v, System.Globalization.CultureInfo.InvariantCulture))
            : [];

    /// <summary>Returns the members of a bitmap set, <c>(b 8 9)</c>.</summary>
    public IEnumerable<int> Members(string field) =>
        Fields.TryGetValue(field, out var value) && value.Length > 0 && value[0] == "b"
            ? value.Skip(1).Select(static v => int.Parse(v, System.Globalization.CultureInfo.InvariantCulture))
            : [];
}
