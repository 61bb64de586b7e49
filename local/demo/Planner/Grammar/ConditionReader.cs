using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>
/// Parses the comparisons of a question: <c>where amount > 100 and region is EMEA</c>, <c>amount between 1 and 5</c>, <c>over 50k</c>,
/// <c>title contains Renewal</c>, <c>with a manager</c>, <c>without a manager</c>.
/// </summary>
internal static class ConditionReader
{
    private static readonly string[] Openers = ["where", "with", "whose", "having"];
    private static readonly string[] Articles = ["a", "an", "any", "the"];

    private static readonly (string[] Words, string Operator)[] Comparisons =
    [
        (["is", "not"], "<>"), (["is", "at", "least"], ">="), (["is", "at", "most"], "<="), (["is", "more", "than"], ">"), (["is", "less", "than"], "<"),
        (["is", "over"], ">"),
        (["is", "above"], ">"),
        (["is", "under"], "<"),
        (["is", "below"], "<"),
        (["greater", "than"], ">"),
        (["bigger", "than"], ">"),
        (["larger", "than"], ">"),
        (["more", "than"], ">"),
        (["higher", "than"], ">"),
        (["less", "than"], "<"),
        (["lower", "than"], "<"),
        (["smaller", "than"], "<"),
        (["fewer", "than"], "<"),
        (["at", "least"], ">="), (["at", "most"], "<="), (["is"], "="), (["equals"], "="), (["over"], ">"), (["above"], ">"), (["under"], "<"),
        (["below"], "<"),
        (["="], "="),
        (["!="], "<>"),
        (["<>"], "<>"),
        ([">="], ">="),
        (["<="], "<="),
        ([">"], ">"),
        (["<"], "<"),
        (["contains"], "contains"),
        (["between"], "between"),
    ];

    public static (ImmutableArray<Condition> Conditions, ImmutableArray<string> Unread) Take(List<string> words, KnownSchema schema)
    {
        var found = ImmutableArray.CreateBuilder<Condition>();
        var unread = ImmutableArray.CreateBuilder<string>();
        var opened = words.FindIndex(static word => Openers.Contains(word, StringComparer.OrdinalIgnoreCase));
        for (var at = 0; at < words.Count; at++)
        {
            if (Match(words, at) is not { } comparison
                || (comparison.Words[0] == "is" && (opened < 0 || opened >= at))
                || TakeOne(words, at, comparison, opened, schema) is not { } taken)
                continue;

            // "customers with more than 5 tickets" counts rows of another table. It is no comparison of a column.
            if (taken.Condition.Column.Length == 0 && taken.Start < words.Count && schema.Named(words[taken.Start]) is not null)
                unread.Add($"{string.Join(' ', comparison.Words)} {taken.Condition.Value} {words[taken.Start]}");
            found.Add(taken.Condition);
            at = taken.Start - 1;
            opened = opened >= words.Count || opened >= taken.Start ? -1 : opened;
        }

        TakeEmpty(words, schema, found);

        // "tickets with priority high" and "whose priority is high": a value of a named column.
        for (var at = 1; at < words.Count; at++)
            words[at] = Openers.Contains(words[at], StringComparer.OrdinalIgnoreCase) ? "with" : words[at];
        return (found.ToImmutable(), unread.ToImmutable());
    }

    /// <summary>"without a manager", "with a manager": whether a column has a value.</summary>
    private static void TakeEmpty(List<string> words, KnownSchema schema, ImmutableArray<Condition>.Builder found)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var isWithout = Tokens.Is(words[at], "without");
            if (!isWithout && !Tokens.Is(words[at], "with"))
                continue;
            var start = at + 1 + (at + 1 < words.Count && Articles.Contains(words[at + 1], StringComparer.OrdinalIgnoreCase) ? 1 : 0);
            for (var length = Math.Min(3, words.Count - start); length > 0; length--)
            {
                var run = string.Join(' ', words.Skip(start).Take(length));
                var ends = start + length == words.Count || Keywords.Ends(words[start + length]) || Keywords.IsPreposition(words[start + length]);
                if (!(isWithout || (start > at + 1 && ends)) || !(schema.HasColumn(run) || schema.HasColumn($"{run} id")))
                    continue;
                found.Add(new(run, isWithout ? "empty" : "filled", ""));
                words.RemoveRange(at, start + length - at);
                at--;
                isWithout = false;
                break;
            }

            // "without won" excludes a value. "customers without open deals" refers to rows of another table.
            if (isWithout
                && start < words.Count
                && !words.Skip(start).TakeWhile(static word => !Keywords.Ends(word)).Any(word => schema.Named(word) is not null))
                words[at] = "not";
        }
    }

    private static (string[] Words, string Operator)? Match(List<string> words, int at)
    {
        foreach (var comparison in Comparisons)
        {
            if (at + comparison.Words.Length < words.Count
                && comparison.Words.Select((word, index) => Tokens.Is(words[at + index], word)).All(static same => same))
                return comparison;
        }

        return null;
    }

    private static (Condition Condition, int Start)? TakeOne(
        List<string> words, int at, (string[] Words, string Operator) comparison, int opened, KnownSchema schema)
    {
        var valueAt = at + comparison.Words.Length;
        var value = Tokens.Unquoted(words[valueAt]);
        string? second = null;
        var end = valueAt + 1;
        if (comparison.Operator == "between")
        {
            if (end + 1 >= words.Count || !Tokens.Is(words[end], "and") || !IsAmount(value) || !IsAmount(words[end + 1]))
                return null;

            second = Tokens.Unquoted(words[end + 1]);
            value = InUnitOf(value, second);
            if (Numbers.Read(value) is { } low && Numbers.Read(second) is { } high && high < low)
                (value, second) = (second, value);
            end += 2;
        }
        else if (comparison.Operator is "=" or "<>")
        {
            while (opened >= 0 && end < words.Count && !Tokens.IsQuoted(words[valueAt]) && !Keywords.Ends(words[end]))
                value += $" {words[end++]}";
        }
        else if (comparison.Operator != "contains" && !IsAmount(value))
        {
            return null;
        }

        var start = ColumnStart(words, at, comparison.Operator, opened, schema);
        var named = words[start..at].Where(static word => !Keywords.IsFiller(word) && !Tokens.Is(word, "of")).ToList();
        var column = string.Join(' ', named);
        var from =
            start > 0 && (Openers.Contains(words[start - 1], StringComparer.OrdinalIgnoreCase) || Tokens.Is(words[start - 1], "and")) ? start - 1 : start;
        words.RemoveRange(from, end - from);
        if (column.Length > 0 && comparison.Operator is "=" or "<>" && value.ToLowerInvariant() is "null" or "empty" or "missing" or "blank")
            return (new(column, comparison.Operator == "=" ? "empty" : "filled", ""), from);
        return (new(Keywords.IsSize(column) ? "" : column, comparison.Operator, value, second), from);
    }

    /// <summary>"between 10 and 20k" begins at 10k. "between 500 and 2k" begins at 500.</summary>
    private static string InUnitOf(string first, string second) =>
        first.All(char.IsAsciiDigit)
        && second.Length > 1
        && char.ToLowerInvariant(second[^1]) is 'k' or 'm'
        && decimal.TryParse(second[..^1], NumberStyles.Number, CultureInfo.InvariantCulture, out var last)
        && decimal.Parse(first, CultureInfo.InvariantCulture) < last
            ? $"{first}{second[^1]}"
            : first;

    private static bool IsAmount(string word) => Numbers.Read(word) is not null || DateOnly.TryParseExact(word, "yyyy-MM-dd", out _);

    /// <summary>Returns the start of the column. After "where": all words since then. Elsewhere: the column or word before the operator, or nothing.</summary>
    private static int ColumnStart(List<string> words, int at, string sign, int opened, KnownSchema schema)
    {
        if (opened >= 0 && opened < at)
        {
            var start = at;
            while (start - 1 > opened && !Tokens.Is(words[start - 1], "and"))
                start--;
            return start;
        }

        for (var length = Math.Min(3, at); length > 0; length--)
        {
            var run = string.Join(' ', words.Skip(at - length).Take(length));
            if (schema.HasColumn(run) || Keywords.IsSize(run))
                return at - length;
        }

        return at > 0 && schema.Named(words[at - 1]) is null && (words[at] is "=" or "<" or ">" or "<=" or ">=" or "!=" or "<>" || sign is "contains")
            ? at - 1
            : at;
    }
}
