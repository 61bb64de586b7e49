using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Sorts the words of the phrases into columns that are asked for, values that rows must have, words for a date, and words that are none of these.</summary>
internal sealed class PhraseBinding
{
    private readonly ColumnFinder _columns;
    private readonly Question _question;
    private readonly KnownSchema _schema;
    private readonly List<ColumnUse> _targets = [];
    private readonly List<ValueRun> _runs = [];
    private readonly List<string> _unread = [];
    private readonly string? _id;

    public PhraseBinding(ColumnFinder columns, Question question, KnownSchema schema)
    {
        (_columns, _question, _schema) = (columns, question, schema);
        var table = columns.Table;
        var hinted = question.Phrases.SelectMany(static phrase => phrase.Words).Select(word => DayWords.Named(table, word)).OfType<KnownColumn>().FirstOrDefault()
            ?? (question.Open == false ? DayWords.Named(table, "closed") : null);
        IsDaySaid = hinted is not null;
        _id = _columns.Own("id") is { Kind: ColumnKind.Number } ? question.Phrases.Select(phrase => NumberOf(phrase, table)).OfType<string>().FirstOrDefault() : null;
        Day = (hinted ?? table.FirstDay) is { } day ? new ColumnUse(table, day.Name, day.Kind) : null;
    }

    /// <summary>The date a period is about: of closing when closed is said, the one that another word names, else the table's first.</summary>
    public ColumnUse? Day { get; }

    public bool IsDaySaid { get; }

    public ImmutableArray<ColumnUse> Targets => [.. _targets.Distinct()];

    public IReadOnlyList<ValueRun> Runs => _runs;

    public ImmutableArray<string> Unread => [.. _unread];

    /// <summary>"deal 17": the number of one row.</summary>
    public string? Id { get; private set; }

    private bool IsMeasured => _question.Measure is Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum;

    private bool HasTime => _question.Period is not null || _question.By.Any(Keywords.IsTime);

    /// <summary>False when the table has no status.</summary>
    public bool AddStatus(string value)
    {
        if (_columns.Own("status") is not { } status)
            return false;
        _runs.Add(new([value], status, IsNegated: false, FollowsOr: false));
        return true;
    }

    public void Read(IEnumerable<Phrase> phrases)
    {
        foreach (var phrase in phrases)
            Read(phrase);
    }

    private void Read(Phrase phrase)
    {
        var run = new List<string>();
        ColumnUse? named = null, before = null;
        var (isNegated, followsOr) = (false, false);
        var first = _runs.Count;
        void End()
        {
            if (run.Count > 0)
                Add(phrase, run, isNegated, followsOr, before);
            before = run.Count > 0 ? null : before;
            run.Clear();
            (isNegated, followsOr) = (false, false);
        }

        // "not won or lost", "priority high or urgent": a negation and a column go on after "or".
        void Or()
        {
            var (negates, column) = (isNegated && run.Count > 0, run.Count > 0 ? before : null);
            End();
            (isNegated, followsOr, before) = (negates, true, column);
        }

        for (var at = 0; at < phrase.Words.Length; at++)
        {
            var word = phrase.Words[at];
            if (Tokens.Is(word, "or"))
            {
                Or();
            }
            else if (Tokens.Is(word, "not"))
            {
                End();
                isNegated = true;
            }
            else if (!Tokens.IsQuoted(word) && _columns.LengthAt(phrase.Words, at) is > 0 and var length)
            {
                var isAfterValue = run.Count > 0;
                End();
                var column = _columns.Find(string.Join(' ', phrase.Words.Skip(at).Take(length)));
                if (column.Kind is ColumnKind.Text && IsValueAt(phrase, at + length))
                    before = column;
                else if (phrase.IsMain)
                    AddTarget(column, isAfterValue);
                else
                    named = column;
                at += length - 1;
            }
            else if (HasTime && !DayWords.IsAlsoValue(word) && DayWords.Named(_columns.Table, word) is not null)
            {
                End();
            }
            else if (!Word.Same(word, _columns.Table.ShortName))
            {
                run.Add(word);
            }
        }

        if (isNegated && run.Count == 0 && !followsOr)
            _unread.Add("not");
        if (followsOr && run.Count == 0)
            _unread.Add("or");
        End();
        Name(phrase, named, first);
    }

    /// <summary>"in the Sales department": the values of a phrase are of the column that it names.</summary>
    private void Name(Phrase phrase, ColumnUse? named, int first)
    {
        if (named is null)
            return;
        if (_runs.Count == first || named.Kind is not ColumnKind.Text)
            _unread.Add($"{phrase.Preposition} {string.Join(' ', phrase.Words)}");
        for (var at = first; at < _runs.Count; at++)
            _runs[at] = _runs[at] with { Column = named };
    }

    /// <summary>"stage won": whether the word after a column is none of the names and words of the grammar.</summary>
    private bool IsValueAt(Phrase phrase, int at) => at < phrase.Words.Length && phrase.Words[at].ToLowerInvariant() is not ("not" or "or")
        && _columns.LengthAt(phrase.Words, at) == 0 && !Word.Same(phrase.Words[at], _columns.Table.ShortName)
        && (phrase.Preposition == "with" || (phrase.IsMain && _question.Measure is Measure.List or Measure.Count or null));

    /// <summary>"high priority tickets": a column after a value can be that of the value instead of one that is asked for.</summary>
    private void AddTarget(ColumnUse column, bool isAfterValue)
    {
        if (isAfterValue && column.Kind is ColumnKind.Text && _runs.Count > 0 && _runs[^1].Column is null)
            _runs[^1] = _runs[^1] with { Follower = column };
        _targets.Add(column);
    }

    /// <summary>Takes back a column that turned out to be that of a value.</summary>
    public void Release(ColumnUse column) => _targets.Remove(column);

    private void Add(Phrase phrase, List<string> run, bool isNegated, bool followsOr, ColumnUse? before)
    {
        if (phrase.IsMain && run is [var number] && number == _id && !isNegated)
        {
            Id = number;
            return;
        }

        // A column that is measured and not known: only its source can say that it is not there.
        if (phrase.IsMain && phrase.Preposition != "of" && _targets.Count == 0 && !phrase.Words.Any(_columns.Knows) && !IsBesideTable(run[0]) && IsMeasured && run.Count == 1 && !isNegated && IsName(run[0]) && Keywords.MeasureOf(run[0]) is null && !_schema.HasColumn(run[0]) && _question.Subject.IsEmpty && !_question.AsksWho)
            _targets.Add(_columns.Find(run[0]));
        else
            _runs.Add(new([.. run], before, isNegated, followsOr));
    }

    /// <summary>The number right after a noun in the singular: "5 deals" are not deal 5.</summary>
    private static string? NumberOf(Phrase phrase, KnownTable table) => phrase.Words.Zip(phrase.Words.Skip(1))
        .Where(pair => Word.Same(pair.First, table.ShortName) && !pair.First.EndsWith('s') && pair.Second.All(char.IsAsciiDigit)).Select(static pair => pair.Second).FirstOrDefault();

    /// <summary>"total travel expenses": a word beside the table's name is a value.</summary>
    private bool IsBesideTable(string word) => _question.Phrases.Any(phrase => phrase.Words.Contains(word) && phrase.Words.Any(other => Word.Same(other, _columns.Table.ShortName)));

    private static bool IsName(string word) => word.All(static letter => char.IsLetter(letter) || letter == '_');
}
