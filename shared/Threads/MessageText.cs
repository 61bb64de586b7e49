using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.Threads.Files;

namespace Onbehalf.Threads;

/// <summary>
/// The text of a typed message: trimmed, 1 to 8,000 characters, at least one of them visible, without control characters other than line breaks and
/// tabs.
/// </summary>
public readonly record struct MessageText
{
    public const int MaxLength = 8_000;

    private readonly string? _value;

    private MessageText(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty MessageText says nothing.");

    public static bool TryParse([NotNullWhen(true)] string? text, out MessageText result)
    {
        var clean = text is null ? "" : string.Concat(text.ReplaceLineEndings("\n").Where(static c => !char.IsControl(c) || c is '\n' or '\t')).Trim();
        var valid = clean.Length is > 0 and <= MaxLength && IsWellFormed(clean) && TypedText.HasVisible(clean);
        result = valid ? new(clean) : default;
        return valid;
    }

    /// <summary>Returns the first words, for a title.</summary>
    public string FirstWords(int maxLength)
    {
        var line = string.Join(' ', Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= maxLength)
            return line;
        var cut = line.LastIndexOf(' ', maxLength - 1);
        var end = cut > maxLength / 2 ? cut : maxLength - 1;
        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[end - 1]) ? end - 1 : end), "…");
    }

    public override string ToString() => nameof(MessageText);

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}

/// <summary>
/// A mention of a person in a message. <paramref name="Name"/> is their directory name at that time. <paramref name="As"/> is the form in the text:
/// <c>@</c> and a name, which does not identify the person.
/// </summary>
public sealed record Mention(SubjectId Subject, string Name, string As)
{
    public const int Most = 20;

    public const int LongestAs = 100;

    /// <summary>Returns whether each of these forms is <c>@</c> and a name, and is in the text.</summary>
    public static bool AreIn(string text, IReadOnlyCollection<string> forms) =>
        forms.All(one => one is ['@', _, ..] && one.Length <= LongestAs && IsIn(text, one, forms));

    /// <summary>
    /// True if the text contains the form as a whole. <c>@Bobby</c> does not match <c>@Bob</c>, and a mention of <c>@Al Smith</c> does not
    /// match <c>@Al</c>.
    /// </summary>
    private static bool IsIn(string text, string form, IReadOnlyCollection<string> all)
    {
        for (var at = text.IndexOf(form, StringComparison.Ordinal); at >= 0; at = text.IndexOf(form, at + 1, StringComparison.Ordinal))
        {
            var end = at + form.Length;
            if (all.Any(one => one.Length > form.Length && string.CompareOrdinal(text, at, one, 0, one.Length) == 0))
                continue;
            if (end == text.Length || !Rune.TryGetRuneAt(text, end, out var next) || !(Rune.IsLetter(next) || Rune.IsNumber(next) || next.Value == '_'))
                return true;
        }

        return false;
    }
}

/// <summary>A range of at most <paramref name="Limit"/> messages from number <paramref name="From"/>, in order. Numbers have no gaps.</summary>
public readonly record struct MessageRange(long From, int Limit)
{
    public static MessageRange Newest(ConversationThread thread, int limit) => new(Math.Max(1, thread.LastSeq - limit + 1), limit);
}

/// <summary>The references of a message: mentioned people, the <paramref name="Members"/> among them, and the number of the quoted message.</summary>
public sealed record MessageRefs(ImmutableArray<Mention> Mentions, ImmutableArray<SubjectId> Members, long? Quoted)
{
    public static MessageRefs None { get; } = new([], [], null);

    /// <summary>The speaker's unsent files that the message attaches.</summary>
    public ImmutableArray<UnsentFile> Files { get; init; } = [];
}
