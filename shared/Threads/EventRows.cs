using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Threads;

/// <summary>Maps events to table rows and back. A body with an audience is encrypted for that person, and so is its evidence.</summary>
internal sealed class EventRows(PersonSeal seal)
{
    private const string Evidence = "Evidence";

    /// <summary>True if the row has all the evidence of its body. Otherwise nobody can be shown to have the rights, so nobody reads the event.</summary>
    private const string IsWhole = "EvidenceIsWhole";

    /// <summary>With the largest body, a row stays below 1 MiB.</summary>
    private const int MostEvidence = 240 * 1024;

    public async Task<TableEntity> WriteAsync(ThreadId thread, long seq, DateTimeOffset at, ThreadEvent happened, CancellationToken cancellation)
    {
        var row = new TableEntity(thread.Value, EventKeys.Event(seq)) { ["Kind"] = happened.Kind.ToString(), ["At"] = at };
        if (happened.Audience is { } audience)
            row["Audience"] = audience.Value;
        if (happened.Message is { } message)
            row["Message"] = message.Seq;
        if (happened.Turn is { } turn)
            (row["Turn"], row["Nonce"]) = (turn.Seq, turn.Nonce);
        var evidence = happened.Evidence.IsEmpty ? [] : JsonSerializer.SerializeToUtf8Bytes(happened.Evidence, ThreadJson.Options);
        if (ShowsData(happened.Kind))
            row[IsWhole] = evidence.Length <= MostEvidence;
        if (evidence.Length is > 0 and <= MostEvidence && happened.Audience is { } recipient)
            Chunks.Write(row, await seal.SealAsync(recipient, EvidenceSealedAs(thread, seq), evidence, cancellation), Evidence);
        if (happened.Body is { } body)
        {
            var plain = Encoding.UTF8.GetBytes(body);
            Chunks.Write(row, happened.Audience is { } owner ? await seal.SealAsync(owner, SealedAs(thread, seq), plain, cancellation) : plain);
        }

        return row;
    }

    /// <summary>Returns null if the event is for another reader, or if its key is deleted.</summary>
    public async Task<LoggedEvent?> ReadAsync(TableEntity row, SubjectId reader, CancellationToken cancellation)
    {
        SubjectId? audience = row.GetString("Audience") is { } text ? SubjectId.Parse(text) : null;
        var kind = Enum.Parse<ThreadEventKind>(row.GetString("Kind"));
        if ((audience is { } owner && owner != reader) || (ShowsData(kind) && row.GetBoolean(IsWhole) is not true))
            return null;
        var thread = ThreadId.Parse(row.PartitionKey);
        var seq = EventKeys.Seq(row.RowKey);
        var bytes = Chunks.Read(row);
        var plain = audience is null || bytes.Length == 0 ? bytes : await seal.OpenAsync(reader, SealedAs(thread, seq), bytes, cancellation);
        if (plain is null || await EvidenceAsync(row, thread, seq, reader, cancellation) is not { } evidence)
            return null;
        MessageId? message = row.GetInt64("Message") is { } said ? new MessageId(thread, said) : null;
        TurnId? turn = row.GetInt64("Turn") is { } asking ? new TurnId(new MessageId(thread, asking), row.GetString("Nonce")) : null;
        var body = plain.Length == 0 ? null : Encoding.UTF8.GetString(plain);
        return new(
            seq,
            row.GetDateTimeOffset("At") ?? default,
            ThreadEvent.Restored(kind, audience, message, turn, body, evidence));
    }

    private static bool ShowsData(ThreadEventKind kind) => kind is ThreadEventKind.Token or ThreadEventKind.Confirmation;

    /// <summary>Returns null if the evidence cannot be read. The event is then for nobody.</summary>
    private async Task<ImmutableArray<EvidencePiece>?> EvidenceAsync(
        TableEntity row, ThreadId thread, long seq, SubjectId reader, CancellationToken cancellation)
    {
        var bytes = Chunks.Read(row, Evidence);
        if (bytes.Length == 0)
            return ImmutableArray<EvidencePiece>.Empty;
        return await seal.OpenAsync(reader, EvidenceSealedAs(thread, seq), bytes, cancellation) is { } plain
            && JsonSerializer.Deserialize<ImmutableArray<EvidencePiece>>(plain, ThreadJson.Options) is { IsDefault: false } evidence
            ? evidence
            : null;
    }

    private static string EvidenceSealedAs(ThreadId thread, long seq) => $"events/{thread}/{EventKeys.Event(seq)}/evidence";

    private static string SealedAs(ThreadId thread, long seq) => $"events/{thread}/{EventKeys.Event(seq)}";
}

/// <summary>Row keys within a thread's partition of the table <c>events</c>: event numbers, the head, and one mark per announced message.</summary>
internal static class EventKeys
{
    public const string Head = "head";

    public const string AfterEvents = ":";

    public static string Event(long seq) => seq.ToString("D12", CultureInfo.InvariantCulture);

    public static string Announced(MessageId message) => string.Create(CultureInfo.InvariantCulture, $"m-{message.Seq:D10}");

    public static long Seq(string rowKey) => long.Parse(rowKey, NumberStyles.None, CultureInfo.InvariantCulture);
}
