using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
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
