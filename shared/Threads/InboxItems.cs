using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Threads;

/// <summary>
/// Inbox items, one row each in the person's partition of the table <c>inbox</c>. An event adds a row; its end deletes it. A read of the inbox is
/// one query. Each change notifies the person's streams.
/// </summary>
public sealed partial class InboxItems(Tables tables, PersonSeal seal, Pulses pulses, TimeProvider time, IInboxBell? bell = null)
{
    private const string Kind = "Kind";
    private const string At = "At";
    private const string Until = "Until";
    private const string Thread = "Thread";
    private const string IsSealed = "IsSealed";
    private const int MostInBatch = 100;

    /// <summary>Adds an item or replaces the item with the same id.</summary>
    public async Task PutAsync(SubjectId person, InboxItem item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        var row = new TableEntity(InboxKeys.Partition(person), InboxKeys.Item(item.Id)) { [Kind] = item.Kind.ToString(), [At] = item.At, [Until] = item.Until };
        if (item.Thread is { } thread)
            row[Thread] = thread.Value;
        var about = JsonSerializer.SerializeToUtf8Bytes(item.About, ThreadJson.Options);
        // Only a title is personal data and is encrypted. A share with 200 members must not require 200 vault keys.
        var hasData = item.About.Title.Length > 0;
        row[IsSealed] = hasData;
        Chunks.Write(row, hasData ? await seal.SealAsync(person, SealedAs(item.Id), about, cancellation) : about);
        await tables.Inbox.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        pulses.TouchInbox(person);
        if (bell is not null)
            await bell.RingAsync(person, item.Kind, cancellation);
    }

    public Task PutAsync(IEnumerable<SubjectId> people, InboxItem item, CancellationToken cancellation) =>
        Parallel.ForEachAsync(people, Inbox.Options(cancellation), async (person, token) => await PutAsync(person, item, token));

    /// <summary>Returns false if the person has no such item.</summary>
    public Task<bool> RemoveAsync(SubjectId person, string id, CancellationToken cancellation) => RemoveAsync(person, id, ETag.All, cancellation);

    public Task RemoveAsync(IEnumerable<SubjectId> people, string id, CancellationToken cancellation) =>
        Parallel.ForEachAsync(people, Inbox.Options(cancellation), async (person, token) => await RemoveAsync(person, id, token));

    /// <summary>Removes the mention items of this message. A newer mention in the same thread remains.</summary>
    public Task RemoveMentionAsync(IEnumerable<SubjectId> people, MessageId message, CancellationToken cancellation) =>
        Parallel.ForEachAsync(people, Inbox.Options(cancellation), async (person, token) =>
        {
            var key = InboxKeys.Item(InboxItem.OfMention(message.Thread));
            var found = await tables.Inbox.GetEntityIfExistsAsync<TableEntity>(InboxKeys.Partition(person), key, cancellationToken: token);
            if (found.HasValue && await ReadAsync(person, found.Value!, token) is { } item && item.About.Message == message.Value)
                await RemoveAsync(person, InboxItem.OfMention(message.Thread), found.Value!.ETag, token);
        });

    /// <summary>Removes all items of an automation that has ended.</summary>
    public async Task RemoveOfAsync(SubjectId author, AutomationId automation, CancellationToken cancellation)
    {
        var first = InboxKeys.Item(InboxItem.OfAutomation(automation));
        await foreach (
            var row in tables.Inbox.QueryAsync<TableEntity>(Between(author, first, first + "~"), select: ["RowKey"], cancellationToken: cancellation))
            await RemoveAsync(author, row.RowKey[InboxKeys.FirstItem.Length..], cancellation);
    }

    /// <summary>Returns the current items, newest first. Deletes expired items.</summary>
    public async Task<IReadOnlyList<InboxItem>> ListAsync(SubjectId person, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var items = new List<InboxItem>();
        var over = new List<TableEntity>();
        await foreach (
            var row in tables.Inbox.QueryAsync<TableEntity>(Between(person, InboxKeys.FirstItem, InboxKeys.AfterItems), cancellationToken: cancellation))
        {
            if (row.GetDateTimeOffset(Until) <= now)
                over.Add(row);
            else if (await ReadAsync(person, row, cancellation) is { } item)
                items.Add(item);
        }

        await DeleteAsync(over, cancellation);
        return [.. items.OrderByDescending(static item => item.At).ThenBy(static item => item.Id, StringComparer.Ordinal)];
    }

    /// <summary>Returns true if a text has the format of an item id.</summary>
    public static bool IsId(string? text) => text is not null && IdShape().IsMatch(text);

    private async Task<bool> RemoveAsync(SubjectId person, string id, ETag version, CancellationToken cancellation)
    {
        try
        {
            if ((await tables.Inbox.DeleteEntityAsync(InboxKeys.Partition(person), InboxKeys.Item(id), version, cancellation)).Status == 404)
                return false;
        }
        catch (RequestFailedException changed) when (changed.Status == 412)
        {
            return false;
        }

        pulses.TouchInbox(person);
        return true;
    }

    private async Task<InboxItem?> ReadAsync(SubjectId person, TableEntity row, CancellationToken cancellation)
    {
        var id = row.RowKey[InboxKeys.FirstItem.Length..];
        var bytes = Chunks.Read(row);
        return Enum.TryParse<InboxKind>(row.GetString(Kind), out var kind)
            && (row.GetBoolean(IsSealed) is false ? bytes : await seal.OpenAsync(person, SealedAs(id), bytes, cancellation)) is { } plain
            ? new(
                id,
                kind,
                row.GetDateTimeOffset(At)!.Value,
                row.GetDateTimeOffset(Until)!.Value,
                ThreadId.TryParse(row.GetString(Thread), out var thread) ? thread : null)
            {
                About = JsonSerializer.Deserialize<InboxAbout>(plain, ThreadJson.Options)!,
            }
            : null;
    }

    private async Task DeleteAsync(List<TableEntity> over, CancellationToken cancellation)
    {
        if (over.Count == 0)
            return;
        try
        {
            await tables.Inbox.SubmitTransactionAsync(
                over.Take(MostInBatch).Select(static row => new TableTransactionAction(TableTransactionActionType.Delete, row)), cancellation);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // Another request renewed or deleted the item. The next read checks again.
        }
    }

    private static string Between(SubjectId person, string first, string after) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {InboxKeys.Partition(person)} and RowKey ge {first} and RowKey lt {after}");

    private static string SealedAs(string id) => $"inbox/{id}";

    [GeneratedRegex("^[a-z]-[A-Za-z0-9-]{1,200}$")]
    private static partial Regex IdShape();
}
