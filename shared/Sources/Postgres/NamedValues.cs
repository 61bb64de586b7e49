using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// The named values of a text. A view cannot contain a parameter, so the analysis sees a null of the value's type with a marking comment.
/// Relations and columns do not depend on the value. Only the cursor has the parameter.
/// </summary>
internal sealed class NamedValues(ImmutableArray<BoundValue> values)
{
    /// <summary>Returns the text with a typed null for each name. A text that cannot be tokenized is unchanged, and the gate refuses it.</summary>
    public string Typed(string sql)
    {
        if (values.IsEmpty || SqlLexer.Read(sql) is not (var tokens, null))
            return sql;
        var text = new StringBuilder(sql);
        for (var i = tokens.Count - 1; i > 0; i--)
        {
            var (colon, name) = (tokens[i - 1], tokens[i]);
            // Two colons are a cast.
            if (name.Kind is not SqlTokenKind.Word || !colon.Is(':') || colon.Start + 1 != name.Start || (i > 1 && tokens[i - 2].Is(':')))
                continue;
            if (IndexOf(name.Typed) is >= 0 and var index)
                text.Remove(colon.Start, name.Typed.Length + 1).Insert(colon.Start, Null(index));
        }

        return text.ToString();
    }

    /// <summary>Returns a statement over a typed text, with its parameters.</summary>
    public NpgsqlBatchCommand Bound(string statement)
    {
        var command = new NpgsqlBatchCommand();
        for (var i = 0; i < values.Length; i++)
        {
            if (!statement.Contains(Null(i), StringComparison.Ordinal))
                continue;
            command.Parameters.Add(Parameter(values[i]));
            statement = statement.Replace(
                Null(i), string.Create(CultureInfo.InvariantCulture, $"(${command.Parameters.Count}::{Type(values[i])})"), StringComparison.Ordinal);
        }

        command.CommandText = statement;
        return command;
    }

    private static NpgsqlParameter Parameter(BoundValue value) =>
        value.Type is BoundType.Date
            ? new()
            {
                NpgsqlDbType = NpgsqlDbType.Date,
                Value = value.Value is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : DBNull.Value,
            }
            : new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value.Value ?? DBNull.Value };

    private string Null(int index) => string.Create(CultureInfo.InvariantCulture, $"(NULL/*:{index}*/::{Type(values[index])})");

    private static string Type(BoundValue value) => value.Type is BoundType.Date ? "date" : "text";

    private int IndexOf(string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Name == name)
                return i;
        }

        return -1;
    }
}
