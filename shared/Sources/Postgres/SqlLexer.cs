using System.Text;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Splits text into the tokens that PostgreSQL sees with <c>standard_conforming_strings = on</c> (src/backend/parser/scan.l). It refuses
/// constructs where the two could differ: escape strings, Unicode escapes, dollar quotes, parameters. A carriage return ends a comment in both.
/// </summary>
internal sealed class SqlLexer
{
    private readonly string _text;
    private readonly List<SqlToken> _tokens = [];
    private int _at;

    private SqlLexer(string text) => _text = text;

    /// <summary>Returns the tokens, and the refused construct or null.</summary>
    public static (IReadOnlyList<SqlToken> Tokens, string? Problem) Read(string text)
    {
        var lexer = new SqlLexer(text);
        var problem = text.Contains('\0') ? "a NUL character" : IsWellFormed(text) ? lexer.Run() : "half of a character (a lone surrogate)";
        return (lexer._tokens, problem);
    }

    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]) && (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[++at])))
                return false;
        }

        return true;
    }

    private string? Run()
    {
        string? problem = null;
        while (problem is null && _at < _text.Length)
            problem = Next();
        return problem;
    }

    private string? Next()
    {
        var c = _text[_at];
        if (char.IsWhiteSpace(c))
        {
            // PostgreSQL treats only these characters as white space; others would be part of a name.
            if (c is not (' ' or '\t' or '\n' or '\r' or '\f' or '\v'))
                return "an unusual white space character";
            _at++;
            return null;
        }

        if (StartsWith("--"))
            return LineComment();
        if (StartsWith("/*"))
            return BlockComment();
        if (c == '\'')
            return Quoted('\'', SqlTokenKind.Text);
        if (c == '"')
            return Quoted('"', SqlTokenKind.QuotedName);
        if (c == '$')
            return "a dollar quote or parameter ($)";
        if (IsNameStart(c))
            return Name();
        return char.IsAsciiDigit(c) ? Number() : Symbol(c);
    }

    private string? LineComment()
    {
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r'))
            _at++;
        return null;
    }

    private string? BlockComment()
    {
        var depth = 0;
        do
        {
            if (_at >= _text.Length)
                return "an unterminated comment";
            if (StartsWith("/*"))
                (depth, _at) = (depth + 1, _at + 2);
            else if (StartsWith("*/"))
                (depth, _at) = (depth - 1, _at + 2);
            else
                _at++;
        }
        while (depth > 0);
        return null;
    }

    private string? Quoted(char quote, SqlTokenKind kind)
    {
        var (start, value) = (_at++, new StringBuilder());
        while (_at < _text.Length)
        {
            if (_text[_at] != quote)
            {
                value.Append(_text[_at++]);
                continue;
            }

            _at++;
            if (_at >= _text.Length || _text[_at] != quote)
            {
                _tokens.Add(new(kind, value.ToString(), _text[start.._at], start));
                return null;
            }

            value.Append(quote);
            _at++;
        }

        return "an unterminated quote";
    }

    private string? Name()
    {
        var start = _at;
        while (_at < _text.Length && (IsNameStart(_text[_at]) || char.IsAsciiDigit(_text[_at]) || _text[_at] == '$'))
            _at++;
        var typed = _text[start.._at];
        var follows = _at < _text.Length ? _text[_at] : ' ';
        if (typed is "e" or "E" && follows == '\'')
            return "an escape string (E'…')";
        if (typed is "u" or "U" && follows == '&' && _at + 1 < _text.Length && _text[_at + 1] is '\'' or '"')
            return "a Unicode escape (U&)";
        _tokens.Add(new(SqlTokenKind.Word, string.Create(typed.Length, typed, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        }), typed, start));
        return null;
    }

    private string? Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        _tokens.Add(new(SqlTokenKind.Number, _text[start.._at], _text[start.._at], start));
        return null;
    }

    private string? Symbol(char c)
    {
        var symbol = c.ToString();
        _tokens.Add(new(SqlTokenKind.Symbol, symbol, symbol, _at++));
        return null;
    }

    private bool StartsWith(string mark) => string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= 0x80;
}
