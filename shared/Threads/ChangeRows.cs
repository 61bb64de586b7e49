using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
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
