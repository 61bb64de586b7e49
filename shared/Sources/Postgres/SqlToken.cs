namespace Onbehalf.Sources.Postgres;

internal enum SqlTokenKind
{
    Word,
    QuotedName,
    Text,
    Number,
    Symbol,
}

/// <paramref name="Value"/> is the name as PostgreSQL folds it. <paramref name="Typed"/> is the original text at <paramref name="Start"/>.
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value, string Typed, int Start)
{
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Value == word;

    public bool Is(char symbol) => Kind == SqlTokenKind.Symbol && Value[0] == symbol;
}
