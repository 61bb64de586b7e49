using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// Takes comparisons out of a question: <c>where amount > 100 and region is EMEA</c>, <c>amount between 1 and 5</c>, <c>over 50k</c>,
/// <c>title contains Renewal</c>.
/// </summary>
internal static class ConditionReader
{
    private static readonly string[] Openers = ["where", "with", "whose", "having"];

    private static readonly (string[] Words, string Operator)[] Comparisons =
    [
        (["is", "not"], "<>"), (["is", "at", "least"], ">="), (["is", "at", "most"], "<="), (["is", "more", "than"], ">"), (["is", "less", "than"], "<"),
        (["is", "over"], ">"), (["is", "above"], ">"), (["is", "under"], "<"), (["is", "below"], "<"), (["greater", "than"], ">"), (["more", "than"], ">"),
        (["less", "than"], "<"), (["at", "least"], ">="), (["at", "most"], "<="), (["is"], "="), (["equals"], "="), (["over"], ">"), (["above"], ">"), (["under"], "<"),
        (["below"], "<"), (["="], "="), (["!="], "<>"), (["<>"], "<>"), ([">="], ">="), (["<="], "<="), ([">"], ">"), (["<"], "<"), (["contains"], "contains"), (["between"], "between"),
    ];

    public static ImmutableArray<Condition> Take(List<string> words)
    {
        var found = ImmutableArray.CreateBuilder<Condition>();
        var opened = words.FindIndex(static word => Openers.Contains(word, StringComparer.OrdinalIgnoreCase));
        for (var at = 0; at < words.Count; at++)
        {
            if (Match(words, at) is { } comparison && (comparison.Words[0] != "is" || (opened >= 0 && opened < at)) && TakeOne(words, at, comparison, opened) is { } taken)
            {
                found.Add(taken.Condition);
                at = taken.Start - 1;
                opened = opened >= words.Count || opened >= taken.Start ? -1 : opened;
            }
        }

        words.RemoveAll(static word => Openers.Contains(word, StringComparer.OrdinalIgnoreCase));
        return found.ToImmutable();
    }

    private static (string[] Words, string Operator)? Match(List<string> words, int at)
    {
        foreach (var comparison in Comparisons)
        {
            if (at + comparison.Words.Length < words.Count && comparison.Words.Select((word, index) => word.Equals(words[at + index], StringComparison.OrdinalIgnoreCase)).All(static same => same))
            {
                return comparison;
            }
        }

        return null;
    }

    private static (Condition Condition, int Start)? TakeOne(List<string> words, int at, (string[] Words, string Operator) comparison, int opened)
    {
        var valueAt = at + comparison.Words.Length;
        var value = Tokens.Unquoted(words[valueAt]);
        string? second = null;
        var end = valueAt + 1;
        if (comparison.Operator == "between")
        {
            if (end + 1 >= words.Count || !words[end].Equals("and", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            second = Tokens.Unquoted(words[end + 1]);
            end += 2;
        }
        else if (comparison.Operator is "=" or "<>" && opened >= 0)
        {
            while (end < words.Count && !Tokens.IsQuoted(words[valueAt]) && !Keywords.Ends(words[end]))
            {
                value += $" {words[end++]}";
            }
        }

        var start = ColumnStart(words, at, comparison.Operator, opened);
        var column = string.Join(' ', words[start..at]);
        var from = start > 0 && (Openers.Contains(words[start - 1], StringComparer.OrdinalIgnoreCase) || words[start - 1].Equals("and", StringComparison.OrdinalIgnoreCase)) ? start - 1 : start;
        words.RemoveRange(from, end - from);
        return (new(column, comparison.Operator, value, second), from);
    }

    /// <summary>After "where" the column is everything since then; elsewhere it is the word before a sign, and nothing before a word such as "over".</summary>
    private static int ColumnStart(List<string> words, int at, string sign, int opened)
    {
        if (opened >= 0 && opened < at)
        {
            var start = at;
            while (start - 1 > opened && !words[start - 1].Equals("and", StringComparison.OrdinalIgnoreCase))
            {
                start--;
            }

            return start;
        }

        var previousIsAnd = at > 1 && words[at - 2].Equals("and", StringComparison.OrdinalIgnoreCase);
        return at > 0 && (words[at] is "=" or "<" or ">" or "<=" or ">=" or "!=" or "<>" || sign is "between" or "contains" || previousIsAnd) ? at - 1 : at;
    }
}
