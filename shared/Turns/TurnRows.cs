using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Turns;

/// <summary>
/// Row keys of the table <c>turns</c>. Deleted at the end of the turn: <c>c-{call}</c> (a confirmation), <c>e-{key}-{part}</c> (an encrypted entry)
/// and <c>going</c>. Retained, with names and times but no data: <c>s-{call}</c> (a step) and <c>turn</c> (the turn itself).
/// </summary>
internal static class TurnRows
{
    public const string EntryPrefix = "e-";
    public const string FirstKept = "s-";
    public const string Turn = "turn";

    /// <summary>The column of the turn's status.</summary>
    public const string Status = "status";

    private const string ConfirmationPrefix = "c-";

    /// <summary>
    /// The key of a row that exists while the turn is running. Each addition updates it in the same transaction, so no row can be added after the
    /// end.
    /// </summary>
    public const string Going = "going";

    public static string Entry(string key, int part) => string.Create(CultureInfo.InvariantCulture, $"{EntryPrefix}{key}-{part:D3}");

    public static string EntryKey(string rowKey) => rowKey[EntryPrefix.Length..^4];

    public static string Step(string callId) => $"{FirstKept}{callId}";

    public static string Confirmation(string callId) => ConfirmationPrefix + callId;

    public static bool IsConfirmation(string rowKey) => rowKey.StartsWith(ConfirmationPrefix, StringComparison.Ordinal);

    public static string CallOf(string confirmationRowKey) => confirmationRowKey[ConfirmationPrefix.Length..];

    public static TableEntity Of(TurnId turn, TurnStep step) =>
        new(turn.Value, Step(step.CallId)) { ["step"] = JsonSerializer.Serialize(step, TurnJson.Options) };

    public static TableTransactionAction WhileGoing(TurnId turn) => new(TableTransactionActionType.UpdateMerge, new TableEntity(turn.Value, Going), ETag.All);

    public static TurnStep ToStep(TableEntity row) => JsonSerializer.Deserialize<TurnStep>(row.GetString("step"), TurnJson.Options)!;

    public static TableEntity Of(TurnState turn) => new(turn.Id.Value, Turn)
    {
        ["thread"] = turn.Thread.Value,
        ["message"] = turn.Message.Value,
        ["speaker"] = JsonSerializer.Serialize(SpeakerColumns.Of(turn.Speaker), TurnJson.Options),
        [Status] = turn.Status.ToString(),
        ["startedAt"] = turn.StartedAt,
        ["refusal"] = turn.Refusal,
        ["refusalCode"] = turn.RefusalCode,
        ["reply"] = turn.Reply?.Value,
        ["run"] = turn.Run?.Value,
        ["chain"] = turn.Chain.IsEmpty ? null : string.Join(' ', turn.Chain),
    };

    public static TurnState ToTurn(TurnId id, TableEntity row) => new(
        id,
        ThreadId.Parse(row.GetString("thread")),
        MessageId.Parse(row.GetString("message")),
        JsonSerializer.Deserialize<SpeakerColumns>(row.GetString("speaker"), TurnJson.Options)!.ToSubject(),
        Enum.Parse<TurnStatus>(row.GetString(Status)),
        row.GetDateTimeOffset("startedAt")!.Value,
        row.GetString("refusal"),
        row.GetString("refusalCode"),
        row.GetString("reply") is { } reply ? MessageId.Parse(reply) : null,
        row.GetString("run") is { } run ? RunId.Parse(run) : null)
    {
        Chain = row.GetString("chain") is { } chain ? [.. chain.Split(' ').Select(RunId.Parse)] : [],
    };

    private sealed record SpeakerColumns(string Id, string ProviderId, string Issuer, string? Tenant, string Key, string Name)
    {
        public static SpeakerColumns Of(Subject subject) =>
            new(subject.Id.Value, subject.ProviderId, subject.Issuer, subject.Tenant, subject.Key, subject.Name);

        public Subject ToSubject() => new(SubjectId.Parse(Id), ProviderId, Issuer, Tenant, Key, Name);
    }
}
