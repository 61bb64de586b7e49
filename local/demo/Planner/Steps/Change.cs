using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>A change of one row, identified by id or by name: "set the stage of deal 17 to won". A name is looked up first.</summary>
internal sealed partial record Change(KnownTable Table, string Column, string Key, string Value, string Row)
{
    public static bool IsAsked(string text) => Sentence().IsMatch(text);

    public static Change? Read(Asked asked)
    {
        var match = Sentence().Match(asked.Text);
        var column = match.Groups["column"].Value;
        var whom = match.Groups["whom"].Value.Split(' ', 2, StringSplitOptions.TrimEntries);
        var value = Numbers.Read(match.Groups["value"].Value) is { } number ? Numbers.Sql(number) : Tokens.Unquoted(match.Groups["value"].Value);
        if (whom.Length == 2 && asked.Schema.Named(whom[0]) is { } named)
        {
            return new(named, named.Column(column)?.Name ?? Word.AsName(column), whom[1].TrimStart('#'), value, string.Join(' ', whom));
        }

        return asked.Schema.Tables.FirstOrDefault(table => table.Column(column) is not null && table.Column("id") is not null) is { } having
            ? new(having, having.Column(column)!.Name, match.Groups["whom"].Value.TrimStart('#'), value, match.Groups["whom"].Value)
            : null;
    }

    public ChatAnswer Next(Asked asked)
    {
        if (asked.Answer("change_data") is { } made)
        {
            return Say.Text(made.Text.StartsWith("Done", StringComparison.Ordinal)
                ? $"Done: the {Column.Replace('_', ' ')} of {Row} is now {Value}."
                : ResultText.Read(made.Text) is ResultText.Refused { Code.Length: > 0 } refused
                    ? $"Nothing was changed. {(refused.Code == "NOT_FOUND" ? "I could not find that among what you may change." : refused.Why)}"
                    : $"Nothing was changed. {made.Text}");
        }

        if (Key.All(char.IsAsciiDigit))
        {
            return Update(Key);
        }

        if ((Table.Column("name") ?? Table.Column("title")) is not { } name)
            return Say.Text($"I can name a row of {Table.ShortName} by its id only.");
        var sql = $"SELECT \"id\" FROM {Table.Quoted} WHERE lower({Word.Quoted(name.Name)}) = {Word.Literal(Key.ToLowerInvariant())} LIMIT 2";
        if (asked.LookedUp(Table.Source, sql) is not { } found)
            return Say.LookUp((Table.Source, sql));

        return found is ResultText.Rows { Count: 1, Cells: [[var id, ..], ..] }
            ? Update(id)
            : Say.Text($"I could not find exactly one “{Key}” in {Table.ShortName} among what you may see, so nothing was changed.");
    }

    private ChatAnswer Update(string id) => Say.Call("change_data", new JsonObject
    {
        ["source"] = Table.Source,
        ["operation"] = "update",
        ["table"] = Table.Name,
        ["key"] = new JsonObject { ["id"] = id },
        ["values"] = new JsonObject { [Column] = Value },
    });

    [GeneratedRegex(
        @"^(?:please\s+)?(?:set|change|update)\s+(?:the\s+)?(?<column>[\w ]+?)\s+of\s+(?:the\s+)?(?<whom>.+?)\s+to\s+(?<value>.+?)\s*[.!]?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();
}
