using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Classifies the words of the phrases as requested columns, required values, date words or unknown words.</summary>
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
        string[] said = [question.Period?.Near ?? "", .. question.Phrases.SelectMany(static phrase => phrase.Words).OrderBy(DayWords.IsAlsoValue)];
        var hinted =
            said.Select(word => DayWords.Named(table, word)).OfType<KnownColumn>().FirstOrDefault()
            ?? (question.Open == false ? DayWords.Named(table, "closed") : null);
        IsDaySaid = hinted is not null;
        _id = _columns.Own("id") is { Kind: ColumnKind.Number }
            ? question.Phrases.Select(phrase => NumberOf(phrase, table)).OfType<string>().FirstOrDefault()
            : null;
        Day = (hinted ?? table.FirstDay) is { } day ? new ColumnUse(table, day.Name, day.Kind) : null;
    }

    /// <summary>The date column of a period: the closing date after "closed", the one that another word names, else the table's first.</summary>
    public ColumnUse? Day { get; }

    public bool IsDaySaid { get; }

    public ImmutableArray<ColumnUse> Targets => [.. _targets.Distinct()];

    public IReadOnlyList<ValueRun> Runs => _runs;

    public ImmutableArray<string> Unread => [.. _unread];

    /// <summary>The id of a single row, as in "deal 17".</summary>
    public string? Id { get; private set; }

    private bool IsMeasured => _question.Measure is Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum;

    private bool HasTime => _question.Period is not null || _question.AsksWhen || _question.By.Any(Keywords.IsTime)
        || _question.Measure is Measure.Latest or Measure.Oldest;

    /// <summary>Adds a status filter. Returns false if the table has no status.</summary>
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
            new PhraseReading(this, phrase).Read();
        if (!_question.AsksWhen)
            return;
        if (IsDaySaid && _question.Measure is Measure.List)
            _targets.Add(Day!);
        else if (!IsDaySaid)
            _unread.Add("when");
    }

    /// <summary>Assigns the values of a phrase to the column that it names: "in the Sales department".</summary>
    private void Name(Phrase phrase, ColumnUse? named, int first)
    {
        if (named is null)
            return;
        if (_runs.Count == first || named.Kind is not ColumnKind.Text)
            _unread.Add($"{phrase.Preposition} {string.Join(' ', phrase.Words)}");
        for (var at = first; at < _runs.Count; at++)
            _runs[at] = _runs[at] with { Column = named };
    }

    /// <summary>Returns whether the word after a column is a value, not a name or grammar word: "stage won".</summary>
    private bool IsValueAt(Phrase phrase, int at) => at < phrase.Words.Length && phrase.Words[at].ToLowerInvariant() is not ("not" or "or")
        && _columns.LengthAt(phrase.Words, at) == 0 && !Word.Same(phrase.Words[at], _columns.Table.ShortName)
        && (phrase.Preposition == "with" || (phrase.IsMain && _question.Measure is Measure.List or Measure.Count or null));

    /// <summary>Adds a requested column. After a value it can be the column of that value: "high priority tickets".</summary>
    private void AddTarget(ColumnUse column, bool isAfterValue)
    {
        if (isAfterValue && column.Kind is ColumnKind.Text && _runs.Count > 0 && _runs[^1].Column is null)
            _runs[^1] = _runs[^1] with { Follower = column };
        _targets.Add(column);
    }

    /// <summary>Removes a requested column that is the column of a value.</summary>
    public void Release(ColumnUse column) => _targets.Remove(column);

    private void Add(Phrase phrase, List<string> run, bool isNegated, bool followsOr, ColumnUse? before)
    {
        // For an unknown measured column, only its source can report that it is missing.
        if (phrase.IsMain
            && phrase.Preposition != "of"
            && _targets.Count == 0
            && !phrase.Words.Any(_columns.Knows)
            && !IsBesideTable(run[0])
            && IsMeasured
            && run.Count == 1
            && !isNegated
            && IsName(run[0])
            && Keywords.MeasureOf(run[0]) is null
            && !_schema.HasColumn(run[0])
            && _question.Subject.IsEmpty
            && !_question.AsksWho)
            _targets.Add(_columns.Find(run[0]));
        else
            _runs.Add(new([.. run], before, isNegated, followsOr) { Age = phrase.Age });
    }

    /// <summary>Returns the number after a singular noun. "5 deals" is not deal 5.</summary>
    private static string? NumberOf(Phrase phrase, KnownTable table) => phrase.Words.Zip(phrase.Words.Skip(1))
            .Where(pair => Word.Same(pair.First, table.ShortName) && !pair.First.EndsWith('s') && pair.Second.All(char.IsAsciiDigit))
            .Select(static pair => pair.Second)
            .FirstOrDefault();

    /// <summary>Returns whether a word is beside the table's name, and therefore a value: "total travel expenses".</summary>
    private bool IsBesideTable(string word) =>
        _question.Phrases.Any(phrase => phrase.Words.Contains(word) && phrase.Words.Any(other => Word.Same(other, _columns.Table.ShortName)));

    private static bool IsName(string word) => word.All(static letter => char.IsLetter(letter) || letter == '_');

    /// <summary>Reads the words of one phrase in order, with the context of the words before.</summary>
    private sealed class PhraseReading(PhraseBinding binding, Phrase phrase)
    {
        private readonly List<string> _run = [];
        private readonly int _firstRun = binding._runs.Count;

        /// <summary>The column named after its values.</summary>
        private ColumnUse? _named;

        /// <summary>The column named before its values.</summary>
        private ColumnUse? _before;

        private bool _isNegated;
        private bool _followsOr;

        public void Read()
        {
            for (var at = 0; at < phrase.Words.Length;)
                at += ReadAt(at);
            if (_isNegated && _run.Count == 0 && !_followsOr)
                binding._unread.Add("not");
            if (_followsOr && _run.Count == 0)
                binding._unread.Add("or");
            EndRun();
            binding.Name(phrase, _named, _firstRun);
        }

        /// <returns>How many words were read.</returns>
        private int ReadAt(int at)
        {
            var word = phrase.Words[at];
            if (Tokens.Is(word, "or"))
                ReadOr();
            else if (Tokens.Is(word, "not"))
                ReadNot();
            else if (word == binding._id && phrase.IsMain && binding.Id is null && (!_isNegated || _run.Count > 0))
                ReadId(word);
            else if (!Tokens.IsQuoted(word) && binding._columns.LengthAt(phrase.Words, at) is > 0 and var length)
                return ReadColumn(at, length);
            else if (binding.HasTime && !DayWords.IsAlsoValue(word) && DayWords.Named(binding._columns.Table, word) is not null)
                ReadDay();
            else if (!Word.Same(word, binding._columns.Table.ShortName))
                _run.Add(word);
            return 1;
        }

        /// <summary>Continues a negation and a column after "or": "not won or lost", "priority high or urgent".</summary>
        private void ReadOr()
        {
            var (negates, column) = (_isNegated && _run.Count > 0, _run.Count > 0 ? _before : null);
            EndRun();
            (_isNegated, _followsOr, _before) = (negates, true, column);
        }

        /// <summary>Reads the number of "is deal 17 won": what follows is a value of that row.</summary>
        private void ReadId(string number)
        {
            EndRun();
            binding.Id = number;
        }

        private void ReadNot()
        {
            EndRun();
            _isNegated = true;
        }

        /// <summary>Reads a date word. "not hired in 2024" is no period.</summary>
        private void ReadDay()
        {
            if (_isNegated && _run.Count == 0)
                binding._unread.Add("not");
            EndRun();
        }

        private int ReadColumn(int at, int length)
        {
            var (isAfterValue, isNegated) = (_run.Count > 0, _isNegated && _run.Count == 0);
            EndRun();
            var column = binding._columns.Find(string.Join(' ', phrase.Words.Skip(at).Take(length)));
            var isBeforeValue = column.Kind is ColumnKind.Text && binding.IsValueAt(phrase, at + length);
            if (isNegated && !isBeforeValue)
                binding._unread.Add("not");
            if (isBeforeValue)
                (_before, _isNegated) = (column, isNegated);
            else if (phrase.IsMain)
                binding.AddTarget(column, isAfterValue);
            else
                _named = column;
            return length;
        }

        private void EndRun()
        {
            if (_run.Count > 0)
                binding.Add(phrase, _run, _isNegated, _followsOr, _before);
            _before = _run.Count > 0 ? null : _before;
            _run.Clear();
            (_isNegated, _followsOr) = (false, false);
        }
    }
}
