using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Memory;

/// <summary>
/// Stores what the agent may remember about one person across threads, in table <c>memory</c> (a partition per person), sealed for that person.
/// Every method uses the partition of its authority; another person's partition cannot be named.
/// </summary>
public sealed class MemoryStore(Tables tables, PersonSeal seal, AnswerVisibility visibility, MemoryLimits limits, TimeProvider time)
{
    private const string At = "At";

    /// <summary>Returns every entry, newest first, as its person may see it now.</summary>
    public async Task<ImmutableArray<HeldMemory>> ListAsync(Authority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var rows = new List<TableEntity>();
        await foreach (var row in tables.Memory.QueryAsync<TableEntity>(Of(authority), cancellationToken: cancellation))
            rows.Add(row);
        var held = await HoldAsync(authority, rows, cancellation);
        return [.. held.OrderByDescending(static one => one.At).ThenBy(static one => one.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Returns null if this person has no such entry.</summary>
    public async Task<HeldMemory?> FindAsync(Authority authority, MemoryId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var found = await tables.Memory.GetEntityIfExistsAsync<TableEntity>(authority.Subject.Id.Value, id.Value, cancellationToken: cancellation);
        return found.HasValue ? (await HoldAsync(authority, [found.Value!], cancellation))[0] : null;
    }

    /// <summary>Adds an entry; idempotent by id. Concurrent calls can exceed the limit by their number.</summary>
    public async Task<MemoryAddition> AddAsync(
        Authority authority,
        MemoryId id,
        string text,
        MemoryOrigin from,
        ImmutableArray<EvidencePiece> evidence,
        ImmutableArray<TextAuthor> authors,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        if (await CountAsync(authority, cancellation) >= limits.Entries)
            return new MemoryAddition.Full(limits.Entries);
        var entry = new MemoryEntry(id, text, time.GetUtcNow(), from, evidence, authors);
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Stored(text, from, evidence, authors), ThreadJson.Options);
        var box = await seal.SealAsync(authority.Subject.Id, SealedAs(authority.Subject.Id, id.Value), plain, cancellation);
        if (box.Length > Chunks.Max)
            return new MemoryAddition.TooMuchEvidence();
        var row = new TableEntity(authority.Subject.Id.Value, id.Value) { [At] = entry.At };
        Chunks.Write(row, box);
        try
        {
            await tables.Memory.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            // An earlier attempt of the same act stored the entry.
        }

        return new MemoryAddition.Stored(entry);
    }

    /// <summary>Deletes an entry, locked or not. False if this person has no such entry.</summary>
    public async Task<bool> RemoveAsync(Authority authority, MemoryId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return (await tables.Memory.DeleteEntityAsync(authority.Subject.Id.Value, id.Value, ETag.All, cancellation)).Status != 404;
    }

    private async Task<int> CountAsync(Authority authority, CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var _ in tables.Memory.QueryAsync<TableEntity>(Of(authority), select: ["RowKey"], cancellationToken: cancellation))
            count++;
        return count;
    }

    private async Task<ImmutableArray<HeldMemory>> HoldAsync(Authority authority, List<TableEntity> rows, CancellationToken cancellation)
    {
        var entries = await Task.WhenAll(rows.Select(row => ReadAsync(authority.Subject.Id, row, cancellation)));
        var open = await visibility.AreOpenAsync(authority, [.. entries.Select(static entry => entry?.Evidence ?? [])], cancellation);
        return [.. entries.Select((entry, i) => entry is not null && open[i]
            ? (HeldMemory)new HeldMemory.Open(entry)
            : new HeldMemory.Locked(MemoryId.Parse(rows[i].RowKey), rows[i].GetDateTimeOffset(At)!.Value))];
    }

    /// <summary>Null if the entry cannot be opened: its key was deleted, or the row was altered.</summary>
    private async Task<MemoryEntry?> ReadAsync(SubjectId owner, TableEntity row, CancellationToken cancellation) =>
        await seal.OpenAsync(owner, SealedAs(owner, row.RowKey), Chunks.Read(row), cancellation) is { } plain
        && JsonSerializer.Deserialize<Stored>(plain, ThreadJson.Options) is { } stored
            ? new(MemoryId.Parse(row.RowKey), stored.Text, row.GetDateTimeOffset(At)!.Value, stored.From, stored.Evidence, stored.TextAuthors)
            : null;

    private static string Of(Authority authority) => TableClient.CreateQueryFilter($"PartitionKey eq {authority.Subject.Id.Value}");

    private static string SealedAs(SubjectId owner, string id) => $"memory/{owner}/{id}";

    private sealed record Stored(string Text, MemoryOrigin From, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors);
}

/// <summary>A memory entry as its person may see it now.</summary>
public abstract record HeldMemory
{
    private HeldMemory(MemoryId id, DateTimeOffset at)
    {
        Id = id;
        At = at;
    }

    public MemoryId Id { get; }

    public DateTimeOffset At { get; }

    public sealed record Open(MemoryEntry Entry) : HeldMemory(Entry.Id, Entry.At);

    /// <summary>The person lost access to the evidence of the entry, or its key was deleted.</summary>
    public sealed record Locked(MemoryId Id, DateTimeOffset At) : HeldMemory(Id, At);
}

/// <summary>The result of adding an entry.</summary>
public abstract record MemoryAddition
{
    private MemoryAddition()
    {
    }

    public sealed record Stored(MemoryEntry Entry) : MemoryAddition;

    public sealed record Full(int Entries) : MemoryAddition;

    /// <summary>Its evidence is too large to be stored, so the entry is not stored either.</summary>
    public sealed record TooMuchEvidence : MemoryAddition;
}

/// <summary>Limits of one person's memory. docs/reference.md lists the settings.</summary>
public sealed record MemoryLimits(int Entries, int Characters, int Recalled)
{
    public static MemoryLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MEMORY_ENTRIES", 200),
        Positive(configuration, "ONBEHALF_MEMORY_CHARACTERS", 1_000),
        Positive(configuration, "ONBEHALF_MEMORY_RECALLED", 40));

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}

/// <summary>The text of an entry: cleaned like a typed message, and short.</summary>
public static class MemoryText
{
    public static bool TryParse([NotNullWhen(true)] string? text, MemoryLimits limits, [NotNullWhen(true)] out string? words)
    {
        ArgumentNullException.ThrowIfNull(limits);
        words = MessageText.TryParse(text, out var typed) && typed.Value.Length <= limits.Characters ? typed.Value : null;
        return words is not null;
    }
}
