using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>Maps message changes and mentions to table rows and back.</summary>
internal static class ChangeRows
{
    private const string Text = "Text";
    private const string EditedAt = "EditedAt";
    private const string Deleted = "Deleted";
    private const string Mentions = "Mentions";
    private const string Reactions = "Reactions";

    /// <summary>Without escapes: twenty emoji with five escaped names each would exceed the size of a property.</summary>
    private static readonly JsonSerializerOptions Json = new(ThreadJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TableTransactionAction Write(MessageChange change)
    {
        var row = new TableEntity(change.Id.Thread.Value, ThreadKeys.Change(change.Id.Seq)) { [Deleted] = change.IsDeleted };
        if (change.Text is { } text)
            (row[Text], row[EditedAt]) = (text, change.EditedAt);
        if (WriteMentions(change.Mentions) is { } mentions)
            row[Mentions] = mentions;
        if (!change.Reactions.IsEmpty)
            row[Reactions] = JsonSerializer.Serialize(change.Reactions.Select(StoredReaction.Of), Json);
        return change.Version is { } version
            ? new(TableTransactionActionType.UpdateReplace, row, version)
            : new(TableTransactionActionType.Add, row);
    }

    public static MessageChange Read(TableEntity row) =>
        new(new MessageId(ThreadId.Parse(row.PartitionKey), ThreadKeys.MessageSeq(row.RowKey)))
        {
            Text = row.GetString(Text),
            EditedAt = row.GetDateTimeOffset(EditedAt),
            Mentions = ReadMentions(row.GetString(Mentions)),
            IsDeleted = row.GetBoolean(Deleted) ?? false,
            Reactions = row.GetString(Reactions) is { } json
                ? [.. JsonSerializer.Deserialize<StoredReaction[]>(json, Json)!.Select(static stored => stored.ToReaction())]
                : [],
            Version = row.ETag,
        };

    public static string? WriteMentions(ImmutableArray<Mention> mentions) =>
        mentions.IsEmpty ? null : JsonSerializer.Serialize(mentions.Select(static one => new StoredMention(one.Subject.Value, one.Name, one.As)), Json);

    public static ImmutableArray<Mention> ReadMentions(string? json) =>
        json is null
            ? []
            : [.. JsonSerializer.Deserialize<StoredMention[]>(json, Json)!.Select(static one => new Mention(SubjectId.Parse(one.Subject), one.Name, one.As))];

    private sealed record StoredMention(string Subject, string Name, string As);

    private sealed record StoredPerson(string Subject, string Name);

    private sealed record StoredReaction(string Emoji, int Count, StoredPerson[] First)
    {
        public static StoredReaction Of(Reaction reaction) =>
            new(reaction.Emoji.Value, reaction.Count, [.. reaction.First.Select(static one => new StoredPerson(one.Subject.Value, one.Name))]);

        public Reaction ToReaction() =>
            new(Threads.Emoji.Parse(Emoji), Count, [.. First.Select(static one => new Participant(SubjectId.Parse(one.Subject), one.Name))]);
    }
}

/// <summary>One emoji: a single grapheme of at most 32 UTF-8 bytes that is displayed as a picture, never a letter or a sign.</summary>
public readonly record struct Emoji
{
    private const int MostBytes = 32;

    private const int Joiner = 0x200D;
    private const int AsPicture = 0xFE0F;
    private const int Keycap = 0x20E3;

    private readonly string? _value;

    private Emoji(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty Emoji shows nothing.");

    public static bool TryParse(string? text, out Emoji emoji)
    {
        var valid = text is { Length: > 0 and <= MostBytes }
            && Encoding.UTF8.GetByteCount(text) <= MostBytes
            && StringInfo.GetNextTextElementLength(text) == text.Length
            && IsPicture([.. text.EnumerateRunes()]);
        emoji = valid ? new(text!) : default;
        return valid;
    }

    public static Emoji Parse(string text) => TryParse(text, out var emoji) ? emoji : throw new FormatException("Not an emoji.");

    public override string ToString() => Value;

    private static bool IsPicture(Rune[] runes) =>
        runes is [var key, { Value: AsPicture }, { Value: Keycap }] && (Rune.IsDigit(key) || key.Value is '#' or '*')
            ? key.IsAscii
            : IsBase(runes[0], runes.Length > 1 && runes[1].Value == AsPicture) && runes.Skip(1).All(IsPart);

    private static bool IsBase(Rune rune, bool asPicture) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol
        && rune.Value switch
        {
            >= 0x1F100 and <= 0x1FAFF => true,
            (>= 0x231A and < 0x2500) or (>= 0x25FD and <= 0x2BFF) => true,
            < 0x3300 => asPicture,
            _ => false,
        };

    /// <summary>Returns true for skin tones, joined pictures, tags of flags and the second letter of a country flag.</summary>
    private static bool IsPart(Rune rune) =>
        rune.Value is Joiner or AsPicture or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F) || IsBase(rune, asPicture: true);
}

/// <summary>Later changes of a message, in a separate row. The message's row has the original text until a deletion.</summary>
internal sealed record MessageChange(MessageId Id)
{
    /// <summary>The edited text; null if the original is current.</summary>
    public string? Text { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The mentions in the edited text.</summary>
    public ImmutableArray<Mention> Mentions { get; init; } = [];

    public bool IsDeleted { get; init; }

    public ImmutableArray<Reaction> Reactions { get; init; } = [];

    /// <summary>The ETag of the row; null if the row does not exist.</summary>
    public ETag? Version { get; init; }

    public ThreadMessage Of(ThreadMessage said) =>
        said switch
        {
            ThreadMessage.Typed typed when IsDeleted => typed with { Text = "", IsDeleted = true, Mentions = [], Quoted = null, Files = [] },
            ThreadMessage.Typed typed when Text is { } text => typed with
            {
                Text = text,
                AsSaid = typed.Text,
                EditedAt = EditedAt,
                Mentions = Mentions,
                Reactions = Reactions,
            },
            _ => said with { Reactions = Reactions },
        };
}

/// <summary>
/// The count of one emoji on a message, and the first people who added it. <paramref name="IsMine"/> is true if the viewer added it.
/// </summary>
public sealed record Reaction(Emoji Emoji, int Count, ImmutableArray<Participant> First, bool IsMine = false)
{
    /// <summary>The maximum number of different emoji per message.</summary>
    public const int MostKinds = 20;

    /// <summary>The maximum number of people stored by name.</summary>
    public const int MostNamed = 5;
}
