using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Automations.Runs;

/// <summary>Converts runs to rows and back.</summary>
internal sealed class RunRows(PersonSeal seal)
{
    /// <summary>Upper bound of the size that encryption adds, in bytes.</summary>
    private const int SealBytes = 1024;

    public async Task<TableEntity> WriteAsync(RunState run, CancellationToken cancellation)
    {
        var row = new TableEntity(RunKeys.Partition(run.Id.Automation), RunKeys.Row(run.Id))
        {
            ["Author"] = StoredSubject.Write(run.Author),
            ["ContentHash"] = run.ContentHash,
            ["Home"] = run.Home.Value,
            ["Woke"] = run.Woke.ToString(),
            ["WokeAt"] = run.WokeAt,
            ["StartedAt"] = run.StartedAt,
            ["Status"] = run.Status.ToString(),
            ["Rights"] = string.Join(' ', run.Rights),
            ["Parkings"] = run.Parkings,
            ["Turn"] = run.Turn?.Value,
            ["Reason"] = run.Reason,
            ["ParkedAt"] = run.ParkedAt,
            ["Sleeper"] = run.Sleeper,
            ["EndedAt"] = run.EndedAt,
            ["Earlier"] = string.Join(' ', run.Earlier),
            ["GoesOnAt"] = run.GoesOnAt,
            ["RestsUntil"] = run.RestsUntil,
            ["Chain"] = string.Join(' ', run.Chain),
            ["Parts"] = string.Join(' ', run.Parts),
            ["Taken"] = string.Join(' ', run.Taken),
        };
        Chunks.Write(row, await seal.SealAsync(run.Author.Id, RunKeys.SealContext(run.Id), WordsOf(run), cancellation));
        return row;
    }

    /// <summary>Whether the encrypted part of the run, evidence included, fits in its row.</summary>
    public static bool Holds(RunState run) => WordsOf(run).Length <= Chunks.Max - SealBytes;

    public async Task<RunState> ReadAsync(TableEntity row, CancellationToken cancellation)
    {
        var id = RunKeys.ReadRow(row.PartitionKey, row.RowKey);
        var author = StoredSubject.Read(row.GetString("Author"));
        var words = await seal.OpenAsync(author.Id, RunKeys.SealContext(id), Chunks.Read(row), cancellation) is { } plain
            ? JsonSerializer.Deserialize<Words>(plain, ThreadJson.Options)
            : null;
        return new(
            id,
            author,
            words?.Title ?? "",
            row.GetString("ContentHash"),
            ThreadId.Parse(row.GetString("Home")),
            Enum.Parse<OccasionKind>(row.GetString("Woke")),
            row.GetDateTimeOffset("WokeAt")!.Value,
            row.GetDateTimeOffset("StartedAt")!.Value,
            Enum.Parse<RunStatus>(row.GetString("Status")))
        {
            Rights = List(row, "Rights"),
            Parkings = row.GetInt32("Parkings") ?? 0,
            Turn = TurnOf(row),
            Reason = row.GetString("Reason"),
            ParkedAt = row.GetDateTimeOffset("ParkedAt"),
            Sleeper = row.GetString("Sleeper"),
            EndedAt = row.GetDateTimeOffset("EndedAt"),
            Earlier = [.. List(row, "Earlier").Select(TurnOf)],
            GoesOnAt = row.GetDateTimeOffset("GoesOnAt"),
            RestsUntil = row.GetDateTimeOffset("RestsUntil"),
            Chain = [.. List(row, "Chain").Select(RunId.Parse)],
            Parts = [.. List(row, "Parts").Select(RunId.Parse)],
            Taken = List(row, "Taken"),
            Part = words?.Part,
            TextAuthors = words?.TextAuthors ?? [],
            Payload = words?.Payload,
            Version = row.ETag,
        };
    }

    /// <summary>Rows of an earlier version store the message id only, because turns had no nonce.</summary>
    private static TurnId? TurnOf(TableEntity row) => (row.GetString("Turn") ?? row.GetString("Message")) is { } text ? TurnOf(text) : null;

    private static TurnId TurnOf(string text) => TurnId.TryParse(text, out var turn) ? turn : new(MessageId.Parse(text), nonce: null);

    private static byte[] WordsOf(RunState run) =>
        JsonSerializer.SerializeToUtf8Bytes(new Words(run.Title, run.Payload, run.Part, run.TextAuthors), ThreadJson.Options);

    private static ImmutableArray<string> List(TableEntity row, string name) => row.GetString(name) is { Length: > 0 } list ? [.. list.Split(' ')] : [];

    private sealed record Words(string Title, string? Payload, RunPart? Part = null, ImmutableArray<TextAuthor>? TextAuthors = null);
}
