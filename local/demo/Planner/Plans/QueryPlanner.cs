using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Turns a question into one SELECT over what the speaker's schema names.</summary>
internal sealed class QueryPlanner(KnownSchema schema, string speaker)
{
    private const int ListLength = 50;
    private const int RankLength = 5;

    public Planning Plan(Question question)
    {
        question = Regrouped(question);
        var (table, phrases) = TableChoice.Choose(schema, question);
        if (table is null)
        {
            return UnknownTable(question);
        }

        var columns = new ColumnFinder(schema, table);
        var filters = new Filters(columns);
        var target = Bind(question, phrases, columns, filters);
        foreach (var condition in question.Conditions)
        {
            filters.Add(condition);
        }

        if (question.Period is { } period)
        {
            if (Day(question, columns) is not { } day)
            {
                return new Planning.Unclear($"{table.ShortName} has no date that I could compare with “{period.Words}”.");
            }

            filters.AddPeriod(period, day);
        }

        if (question.Open is { } open && !filters.AddOpen(open))
        {
            return new Planning.Unclear($"{table.ShortName} does not say what is open and what is closed.");
        }

        if (question.OverdueBefore is { } before && !filters.AddOverdue(before))
        {
            return new Planning.Unclear($"{table.ShortName} does not say what is settled and what is not, so I cannot tell what is overdue.");
        }

        if (question.Team && !filters.AddTeam(speaker))
        {
            return new Planning.Unclear($"{table.ShortName} does not say who leads whom, so I cannot tell which rows are of your team.");
        }

        if (question.Mine && !filters.AddMine(speaker))
        {
            return new Planning.Unclear($"{table.ShortName} does not say whose a row is, so I cannot tell which are yours.");
        }

        var composer = new SqlComposer(columns, filters);
        return question.Measure switch
        {
            // "the largest deal" is a deal, "the largest amount" is an amount.
            Measure.Maximum or Measure.Minimum when target.IsEmpty && question.By.IsEmpty && table.Measure is { } size =>
                new Planning.Ready(composer.Rank(columns.Find(size.Name), question.Measure is Measure.Maximum, 1)),
            Measure.Top or Measure.Bottom => new Planning.Ready(composer.Rank(
                question.By.Length == 1 ? columns.Find(question.By[0]) : !target.IsEmpty ? target[0] : table.Measure is { } own ? columns.Find(own.Name) : columns.Find(table.Columns[0].Name),
                question.Measure is Measure.Top,
                question.Number ?? RankLength)),
            Measure.List or null => new Planning.Ready(composer.List(target, question.Number ?? ListLength)),
            var measure => composer.Aggregate(measure.Value, !target.IsEmpty ? target[0] : null, question.By, question.Number),
        };
    }

    /// <summary>"top 3 departments by average salary" is the average salary by department, three of them.</summary>
    private static Question Regrouped(Question question)
    {
        if (question.ByMeasure is not { } measure || question.Phrases.FirstOrDefault(static phrase => phrase.Preposition.Length == 0) is not { } noun)
        {
            return question;
        }

        var measured = question.Phrases.Remove(noun).Select(static phrase => phrase.Preposition == "by" ? phrase with { Preposition = "" } : phrase);
        return question with { Measure = measure, ByMeasure = null, By = [string.Join(' ', noun.Words)], Phrases = [.. measured], Number = question.Number ?? RankLength };
    }

    /// <summary>Sorts the phrases into columns that are asked for and values that rows must have.</summary>
    private static ImmutableArray<ColumnUse> Bind(Question question, ImmutableArray<Phrase> phrases, ColumnFinder columns, Filters filters)
    {
        var targets = ImmutableArray.CreateBuilder<ColumnUse>();
        foreach (var phrase in phrases)
        {
            var words = phrase.Words.ToList();
            var isMain = phrase.Preposition is "" or "of" or "by";
            while (columns.FindIn(words) is { } found)
            {
                words.RemoveRange(found.Start, found.Length);
                if (isMain)
                {
                    targets.Add(found.Column);
                    continue;
                }

                filters.Add(new(found.Column.Name, "=", string.Join(' ', words)));
                words.Clear();
            }

            words.RemoveAll(word => question.Period is not null && DayNamed(columns.Table, word) is not null);
            if (words.Count == 0)
            {
                continue;
            }

            if (isMain && targets.Count == 0 && question.Measure is Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum && phrase.Preposition != "of")
            {
                targets.Add(columns.Find(string.Join(' ', words)));
                continue;
            }

            foreach (var value in isMain ? words : [string.Join(' ', words)])
            {
                filters.AddLoose(value);
            }
        }

        return targets.ToImmutable();
    }

    /// <summary>The day a period is about: of closing when closed is said, the one that another word names, else the table's first.</summary>
    private static ColumnUse? Day(Question question, ColumnFinder columns)
    {
        var table = columns.Table;
        var hinted = question.Phrases.SelectMany(static phrase => phrase.Words).Select(word => DayNamed(table, word)).OfType<KnownColumn>().FirstOrDefault();
        var chosen = hinted
            ?? (question.Open == false ? DayNamed(table, "closed") : null)
            ?? table.Columns.FirstOrDefault(static column => column.Kind == ColumnKind.Day);
        return chosen is null ? null : new ColumnUse(table, chosen.Name, chosen.Kind);
    }

    private static KnownColumn? DayNamed(KnownTable table, string word) => table.Columns.FirstOrDefault(column =>
        column.Kind == ColumnKind.Day && column.Name.StartsWith($"{word.ToLowerInvariant()}_", StringComparison.Ordinal));

    /// <summary>The noun is not in the speaker's schema. It is asked for all the same: only the source can say that it is not there.</summary>
    private Planning UnknownTable(Question question)
    {
        var noun = question.Phrases.Where(static phrase => phrase.Preposition is "of" or "").OrderBy(static phrase => phrase.Preposition == "of" ? 0 : 1).FirstOrDefault();
        if (noun is null || schema.Tables.IsEmpty)
        {
            return new Planning.Unclear(schema.Tables.IsEmpty ? "I cannot see any data for you." : "I cannot tell which data you mean.");
        }

        var name = Word.AsName(noun.Words[^1]);
        var what = question.Measure is Measure.Count ? "count(*)" : "*";
        var limit = question.Measure is Measure.Count ? "" : string.Create(CultureInfo.InvariantCulture, $" LIMIT {question.Number ?? ListLength}");
        return new Planning.Ready(new(schema.Tables[0].Source, $"SELECT {what} FROM {Word.Quoted(name)}{limit}", noun.Words[^1], noun.Words[^1], ResultShape.Rows, IsKnown: false));
    }
}
