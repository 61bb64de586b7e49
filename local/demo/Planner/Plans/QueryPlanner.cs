using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;
using Onbehalf.Demo.Planner.Steps;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>
/// Converts a question to one SELECT over the speaker's schema. Every word is used, or the question is refused. <paramref name="lookedUp"/>
/// returns the result of an earlier query in this turn, or null.
/// </summary>
internal sealed class QueryPlanner(KnownSchema schema, string speaker, DateOnly today, Func<string, string, ResultText?> lookedUp)
{
    private const int ListLength = 50;
    private const int RankLength = 5;

    public Planning Plan(Question question)
    {
        question = Superlatives.Resolve(schema, new Regrouping(schema).Resolve(question));
        if (question.Ambiguity is { } ambiguity)
            return new Planning.Unclear(ambiguity);
        if (!question.Unread.IsEmpty)
            return new Planning.Unread(question.Unread);
        var (table, phrases) = TableChoice.Choose(schema, question);
        if (table is null)
            return UnknownTable(question);

        var columns = new ColumnFinder(schema, table);
        (question, phrases) = SplitGroups(question, phrases, columns);
        question = Ordered(question, columns);
        var filters = new Filters(columns);
        var binding = new PhraseBinding(columns, question, schema);
        binding.Read(phrases);
        if (!binding.Unread.IsEmpty)
            return new Planning.Unread(binding.Unread);
        foreach (var condition in question.Conditions)
        {
            if (!filters.Add(condition))
                return new Planning.Unread([Said(condition)]);
        }

        if (binding.Id is { } id)
            filters.AddId(columns.Find("id"), id);
        if (Narrow(question, columns, filters, binding) is { } unclear)
            return unclear;
        var values = new Values(columns, lookedUp);
        var bound = values.Bind(binding.Runs, filters);
        values.Named.ForEach(binding.Release);
        if (bound is null && filters.OfSomebodyElse is { } somebody)
            return new Planning.Unclear($"Rows of yours and rows of {somebody} are different ones: ask for one of them in a whole question.");
        return bound switch
        {
            Planning.Unread { Words: var words } => new Planning.Unread([.. words.Select(word => question.Typed.GetValueOrDefault(word, word))]),
            { } other => other,
            null => Compose(question, columns, filters, binding),
        };
    }

    /// <summary>Splits the columns at the start of a "by" phrase from the rest: "by region EMEA", "by region, stage". "by bob" is no group: it means
    /// rows of Bob.</summary>
    private (Question Question, ImmutableArray<Phrase> Phrases) SplitGroups(Question question, ImmutableArray<Phrase> phrases, ColumnFinder columns)
    {
        var groups = ImmutableArray.CreateBuilder<string>();
        foreach (var by in question.By)
        {
            string[] words = by.Split(' ');
            if (columns.Knows(by) || (words.Length == 1 && (Keywords.IsTime(by) || schema.HasColumn(by))))
            {
                groups.Add(by);
                continue;
            }

            var rest = new List<string>();
            for (var at = 0; at < words.Length;)
            {
                var length = Keywords.IsTime(words[at]) ? 1 : columns.LengthAt(words, at);
                if (length > 0)
                    groups.Add(string.Join(' ', words.Skip(at).Take(length)));
                else
                    rest.Add(words[at]);
                at += Math.Max(1, length);
            }

            phrases = rest.Count > 0 ? phrases.Add(new("for", [.. rest])) : phrases;
        }

        var isList = groups.Count == 0 && question is { By.IsEmpty: false, IsListImplied: true, Measure: Measure.Count };
        return (
            question with
            {
                By = groups.ToImmutable(),
                Measure = isList ? Measure.List : question.Measure,
                Phrases = [.. question.Phrases, .. phrases.Except(question.Phrases)],
            },
            phrases);
    }

    /// <summary>Adds filters for periods, open, overdue, own and team rows. Returns the reason of a refusal, or null.</summary>
    private Planning.Unclear? Narrow(Question question, ColumnFinder columns, Filters filters, PhraseBinding binding)
    {
        var name = Plain(columns.Table.ShortName);
        if (question.Period is { } period)
        {
            if (binding.Day is not { } day)
                return new($"{Capital(name)} have no date that I could compare with “{period.Words}”.");
            if (!binding.IsDaySaid && period is { From: not null, Before: not null } && DayWords.BeginsLasting(day.Name))
                return new(
                    $"{Capital(name)} of a time can be those that were new then, or those that were there: ask for “{(day.Name.Contains("hired", StringComparison.Ordinal) ? $"{name} hired" : $"new {name}")} {period.Words}”."
                );

            if (question.Open == true && !binding.IsDaySaid && period is { From: not null, Before: { } end } && end <= today)
                return new(
                    $"“Open {period.Words}” can be those that were opened then, or those that were open then; I know only what is open now. "
                        + $"Ask for “{name} opened {period.Words}”, or for “open {name}”.");

            // "paid last month" is about another date than the table has.
            var isOther = period.Near == "paid" || period.Near.EndsWith("ed", StringComparison.Ordinal);
            filters.AddPeriod(period, day, binding.IsDaySaid || (!isOther && columns.Table.Columns.Count(static column => column.Kind == ColumnKind.Day) == 1));
        }

        if (question.Open is { } open && (!filters.AddOpen(open) && !binding.AddStatus(open ? "open" : "closed")))
            return new($"{Capital(name)} do not say what is open and what is closed.");
        if (question.OverdueBefore is { } before && !filters.AddOverdue(before))
            return new($"{Capital(name)} do not say what is settled and what is not, so I cannot tell what is overdue.");
        if (question.Team && !filters.AddTeam(speaker))
            return new($"{Capital(name)} do not say who leads whom, so I cannot tell which rows are of your team.");
        return question.Mine && !filters.AddMine(speaker) ? new($"{Capital(name)} do not say whose a row is, so I cannot tell which are yours.") : null;
    }

    private Planning Compose(Question question, ColumnFinder columns, Filters filters, PhraseBinding binding)
    {
        var table = columns.Table;
        var target = binding.Targets;
        var composer = new SqlComposer(columns, filters, binding.Day)
        {
            Presentation = question.Presentation,
            Sorting = question.Sorting,
            Superlative = question.Superlative,
        };
        if (Elsewhere(columns, [.. question.By, question.Sorting?.Column ?? ""]) is { } elsewhere)
            return new Planning.Unclear($"{Capital(Plain(table.ShortName))} have no {elsewhere}.");
        if (Conflicts.Of(question, columns, target) is { } conflict)
            return new Planning.Unclear(conflict);
        if (Conflicts.Letters(question, columns) is { } letters)
            return new Planning.Unclear(letters);
        if (question.Sorting is { } sorting && !Conflicts.CanSort(question, sorting))
            return new Planning.Unclear("That has an order of its own: I can sort lists, and groups by their name or by their value.");
        return question.Measure switch
        {
            Measure.Latest or Measure.Oldest => table.FirstDay is null
                ? new Planning.Unclear($"{Capital(Plain(table.ShortName))} have no date to rank them by.")
                : composer.Rank(
                    Conflicts.RankedDay(question, columns) ?? Day(binding, columns),
                    question.Measure is Measure.Latest,
                    question.Number ?? Default(question, table)),

            // "the largest deal" is a deal, "the largest amount" is an amount.
            Measure.Maximum
            or Measure.Minimum
                when question.By.IsEmpty
                    && (target.IsEmpty || question.AsksWho || !question.Subject.IsEmpty)
                    && (!target.IsEmpty || table.Measure is not null) => composer.Rank(
                !target.IsEmpty ? target[0] : columns.Find(table.Measure!.Name),
                question.Measure is Measure.Maximum,
                question.Number ?? Default(question, table)),
            Measure.Maximum
            or Measure.Minimum when target.IsEmpty && question.By is [var by] && columns.Own(by) is { Kind: ColumnKind.Number or ColumnKind.Day } =>
                composer.Rank(columns.Find(by), question.Measure is Measure.Maximum, question.Number ?? Default(question, table)),
            Measure.Top or Measure.Bottom => composer.Rank(
                question.By.Length == 1 ? columns.Find(question.By[0])
                    : !target.IsEmpty ? target[0]
                    : table.Measure is { } own ? columns.Find(own.Name)
                    : columns.Find(table.Columns[0].Name),
                question.Measure is Measure.Top,
                question.Number ?? RankLength),
            Measure.List or null => composer.List(target, question.All ? null : question.Number ?? ListLength),
            var measure => composer.Aggregate(measure.Value, !target.IsEmpty ? target[0] : null, question.By, question.Number),
        };
    }

    /// <summary>Converts rows "by" a column to sorted rows: "list deals by region", "deals by amount". Counting each amount would be meaningless.</summary>
    private static Question Ordered(Question question, ColumnFinder columns)
    {
        if (question is not { By: [var by], Sorting: null or { Column: "" } } || Keywords.IsTime(by))
            return question is { By.IsEmpty: false, Measure: Measure.List } ? question with { Measure = Measure.Count } : question;
        var isOfValues = question is { IsListImplied: true, Measure: Measure.Count } && columns.Own(by) is { Kind: ColumnKind.Number or ColumnKind.Day };
        return isOfValues || question.Measure is Measure.List
            ? question with { Measure = Measure.List, By = [], Sorting = new(by, question.Sorting?.Descending, ByDay: false) }
            : question;
    }

    private static ColumnUse Day(PhraseBinding binding, ColumnFinder columns) => binding.Day ?? columns.Find(columns.Table.FirstDay!.Name);

    /// <summary>Returns the default limit: several rows for a plural noun, one for a singular.</summary>
    private static int Default(Question question, KnownTable table) =>
        question.Subject is [.., var subject] ? (subject.EndsWith('s') ? RankLength : 1)
        : Conflicts.IsPlural(question, table) ? RankLength : 1;

    /// <summary>Returns a name that only another table has. Using it here would wrongly imply that it does not exist.</summary>
    private string? Elsewhere(ColumnFinder columns, IEnumerable<string> names) =>
        names.FirstOrDefault(name => name.Length > 0 && !columns.Knows(name) && !Keywords.IsTime(name) && schema.HasColumn(name));

    /// <summary>Plans a query of a table that is not in the speaker's schema. Only the source can report that it is missing.</summary>
    private Planning UnknownTable(Question question)
    {
        if (schema.Tables.IsEmpty)
            return new Planning.Unclear("I cannot see any data for you.");
        var words = question.Phrases.SelectMany(static phrase => phrase.Words).Concat(question.Subject).ToImmutableArray();
        var noun = question
            .Phrases.Where(static phrase => phrase.Preposition is "of" or "")
            .OrderBy(static phrase => phrase.Preposition == "of" ? 0 : 1)
            .FirstOrDefault();
        if (noun is null
            || noun.Words.Length > 1
            || words.Length > 1
            || question.AsksWhat
            || schema.HasKind(noun.Words[0])
            || !noun.Words[0].All(static letter => char.IsLetter(letter) || letter == '_'))
            return words.IsEmpty
                ? new Planning.Unclear("I cannot tell which data you mean.")
                : new Planning.Unread([string.Join(' ', words.Select(word => question.Typed.GetValueOrDefault(word, word)))]);

        var name = Word.AsName(noun.Words[0]);
        var what = question.Measure is Measure.Count ? "count(*)" : "*";
        var limit = question.Measure is Measure.Count ? "" : string.Create(CultureInfo.InvariantCulture, $" LIMIT {question.Number ?? ListLength}");
        return new Planning.Ready(
            new(schema.Tables[0].Source, $"SELECT {what} FROM {Word.Quoted(name)}{limit}", noun.Words[0], noun.Words[0], ResultShape.Rows, IsKnown: false));
    }

    private static string Said(Condition condition) => condition.Operator switch
    {
        "empty" => $"without {condition.Column}",
        "filled" => $"with {condition.Column}",
        _ => $"{condition.Column} {condition.Operator} {condition.Value}".Trim(),
    };

    internal static string Plain(string name) => name.Replace('_', ' ');

    private static string Capital(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
