using Onbehalf.Tools;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// A filter before the actual boundary, which is the person's own login. It excludes catalogues, settings and functions that run text from
/// model-written SQL. Policies can therefore trust a session variable, and a refusal is the same for hidden and missing names.
/// </summary>
internal static class NameGate
{
    private static readonly string[] Openers = ["select", "with", "values", "table"];

    /// <summary>The beginnings of the server's own schemas.</summary>
    private static readonly string[] Schemas = ["pg_catalog", "pg_toast", "pg_temp"];

    /// <summary>Returns the tokens of a text that may be sent to the server, or the refusal.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">Names of the person's own tables and columns that are spelled like those of a catalogue.</param>
    public static GateVerdict Check(string text, IReadOnlySet<string>? own = null)
    {
        var (tokens, problem) = SqlLexer.Read(text);
        if (problem is not null)
            return new GateVerdict.Refused(RefusalCodes.Shape, $"{problem} is not allowed.");
        if (tokens.Count > 0 && tokens[^1].Is(';'))
            tokens = [.. tokens.Take(tokens.Count - 1)];
        if (tokens.Count == 0 || !(tokens[0].Is('(') || Openers.Any(tokens[0].IsWord)))
            return new GateVerdict.Refused(RefusalCodes.Shape, "only one query (SELECT, WITH, VALUES) can be run.");
        if (tokens.Any(static t => t.Is(';')))
            return new GateVerdict.Refused(RefusalCodes.Shape, "only one statement can be run.");
        if (Unbalanced(tokens))
            return new GateVerdict.Refused(RefusalCodes.Shape, "the parentheses do not match.");
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].IsWord("operator") && Follows(tokens, i, '('))
                return new GateVerdict.Refused(RefusalCodes.Shape, "OPERATOR(…) is not allowed.");
            if (tokens[i].IsName && ((IsCatalogue(tokens[i].Value) && own?.Contains(tokens[i].Value) != true) || IsForbiddenCall(tokens, i)))
                return new GateVerdict.Hidden(tokens);
        }

        return new GateVerdict.Passed(tokens);
    }

    private static bool Unbalanced(IReadOnlyList<SqlToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += token.Is('(') ? 1 : token.Is(')') ? -1 : 0;
            if (depth < 0)
                return true;
        }

        return depth != 0;
    }

    /// <summary>Returns the visible names that begin like a catalogue's and that no object of the server itself has.</summary>
    public static IReadOnlySet<string> Own(VisibleCatalog catalog, IReadOnlySet<string> builtIn) =>
        catalog
            .Nameable.SelectMany(static table => table.Columns.Select(static column => column.Name).Prepend(table.Name))
            .Where(name =>
                name.StartsWith("pg_", StringComparison.Ordinal)
                && !builtIn.Contains(name)
                && !Schemas.Any(schema => name.StartsWith(schema, StringComparison.Ordinal)))
            .ToHashSet(StringComparer.Ordinal);

    internal static bool IsCatalogue(string name) =>
        name.StartsWith("pg_", StringComparison.Ordinal) || name == "information_schema"
        || name
            is "regclass"
                or "regproc"
                or "regprocedure"
                or "regoper"
                or "regoperator"
                or "regtype"
                or "regrole"
                or "regnamespace"
                or "regconfig"
                or "regdictionary"
                or "regcollation";

    internal static bool IsForbiddenCall(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (!Follows(tokens, at, '('))
            return false;
        var token = tokens[at];
        if (token.Kind == SqlTokenKind.Word && (SqlWords.Structure.Contains(token.Value) || SqlWords.Types.Contains(token.Value)))
            return false;
        return !AllowedFunctions.Names.Contains(token.Value) && !NamesColumns(tokens, at);
    }

    /// <summary>Returns true for <c>WITH x(a, b) AS (…)</c> and <c>… AS t(a, b)</c>, where the parenthesis lists columns.</summary>
    internal static bool NamesColumns(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (at == 0)
            return false;
        var before = tokens[at - 1];
        if (before.IsWord("as") || before.IsWord("with") || before.IsWord("recursive"))
            return true;
        if (before.Is(','))
            return IsSubquery(tokens, Close(tokens, at + 1) + 1);
        if (before.Is(')'))
            return EndsRelation(tokens, at - 1);
        return before.Kind == SqlTokenKind.QuotedName
            || (before.Kind == SqlTokenKind.Word && !SqlWords.Structure.Contains(before.Value) && !SqlWords.Prefixes.Contains(before.Value));
    }

    /// <summary>
    /// Returns true if a name after this parenthesis is an alias: the parenthesis contains a sub-select or the arguments of a call.
    /// </summary>
    private static bool EndsRelation(IReadOnlyList<SqlToken> tokens, int close)
    {
        var open = Open(tokens, close);
        if (open + 1 < tokens.Count && (Openers.Any(tokens[open + 1].IsWord) || tokens[open + 1].Is('(')))
            return open > 0
                && (tokens[open - 1].Is(',') || tokens[open - 1].IsWord("from") || tokens[open - 1].IsWord("join") || tokens[open - 1].IsWord("lateral"));
        return open > 0 && tokens[open - 1].Kind == SqlTokenKind.Word && AllowedFunctions.Names.Contains(tokens[open - 1].Value);
    }

    /// <summary>Returns true for <c>AS [NOT] [MATERIALIZED] (SELECT …</c>, which follows the name of a common table.</summary>
    private static bool IsSubquery(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (at >= tokens.Count || !tokens[at].IsWord("as"))
            return false;
        at++;
        while (at < tokens.Count && (tokens[at].IsWord("not") || tokens[at].IsWord("materialized")))
            at++;
        return at + 1 < tokens.Count
            && tokens[at].Is('(')
            && (tokens[at + 1].IsWord("select")
                || tokens[at + 1].IsWord("with")
                || tokens[at + 1].IsWord("table")
            || (tokens[at + 1].IsWord("values") && Follows(tokens, at + 1, '(')));
    }

    private static bool Follows(IReadOnlyList<SqlToken> tokens, int at, char symbol) => at + 1 < tokens.Count && tokens[at + 1].Is(symbol);

    private static int Close(IReadOnlyList<SqlToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is('(') ? 1 : tokens[i].Is(')') ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return tokens.Count;
    }

    private static int Open(IReadOnlyList<SqlToken> tokens, int close)
    {
        var depth = 0;
        for (var i = close; i >= 0; i--)
        {
            depth += tokens[i].Is(')') ? 1 : tokens[i].Is('(') ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return 0;
    }
}

internal abstract record GateVerdict
{
    private GateVerdict()
    {
    }

    public sealed record Passed(IReadOnlyList<SqlToken> Tokens) : GateVerdict;

    /// <summary>The text contains a name that gets the same answer as a nonexistent one.</summary>
    public sealed record Hidden(IReadOnlyList<SqlToken> Tokens) : GateVerdict;

    public sealed record Refused(string Code, string Text) : GateVerdict;
}
