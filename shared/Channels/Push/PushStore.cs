using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Channels.Push;

/// <summary>The push subscriptions of a person: one row per browser in their partition of table <c>inbox</c>, sealed for them.</summary>
public sealed class PushStore(Tables tables, PersonSeal seal, TimeProvider time)
{
    /// <summary>Maximum of browsers per person. A further one replaces the oldest.</summary>
    public const int MostBrowsers = 10;

    private const string First = "p-";
    private const string After = "p.";
    private const string At = "At";
    private const string Sealed = "Sealed";

    /// <summary>Adds a browser, or replaces its row.</summary>
    public async Task AddAsync(SubjectId person, PushAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        var row = new TableEntity(person.Value, First + address.Id)
        {
            [At] = time.GetUtcNow(),
            [Sealed] = await seal.SealAsync(
                person, SealedAs(address.Id), JsonSerializer.SerializeToUtf8Bytes(address, JsonSerializerOptions.Web), cancellation),
        };
        await tables.Inbox.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        var all = await RowsAsync(person, cancellation);
        foreach (var old in all.OrderByDescending(static one => one.GetDateTimeOffset(At)).Skip(MostBrowsers))
            await DeleteAsync(old, cancellation);
    }

    public Task RemoveAsync(SubjectId person, string endpoint, CancellationToken cancellation) =>
        DeleteAsync(new TableEntity(person.Value, First + PushAddress.IdOf(endpoint)), cancellation);

    /// <returns>The number of removed browsers.</returns>
    public async Task<int> RemoveAllAsync(SubjectId person, CancellationToken cancellation)
    {
        var all = await RowsAsync(person, cancellation);
        foreach (var row in all)
            await DeleteAsync(row, cancellation);
        return all.Count;
    }

    /// <summary>Returns the browsers, each with the time of its subscription.</summary>
    public async Task<ImmutableArray<(PushAddress Address, DateTimeOffset At)>> OfAsync(SubjectId person, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<(PushAddress, DateTimeOffset)>();
        foreach (var row in await RowsAsync(person, cancellation))
        {
            var plain = await seal.OpenAsync(person, SealedAs(row.RowKey[First.Length..]), row.GetBinary(Sealed) ?? [], cancellation);
            if (plain is not null && JsonSerializer.Deserialize<PushAddress>(plain, JsonSerializerOptions.Web) is { } address)
                found.Add((address, row.GetDateTimeOffset(At) ?? default));
        }

        return found.ToImmutable();
    }

    private async Task<List<TableEntity>> RowsAsync(SubjectId person, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {person.Value} and RowKey ge {First} and RowKey lt {After}");
        return await tables.Inbox.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).ToListAsync(cancellation);
    }

    private Task<Response> DeleteAsync(TableEntity row, CancellationToken cancellation) =>
        tables.Inbox.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);

    private static string SealedAs(string id) => $"push/{id}";
}

/// <summary>Removes the push subscriptions of a person whose sessions end.</summary>
internal sealed class PushEnding(PushStore store) : IEndsWithPerson
{
    public string Kind => "push";

    public bool EndsWithSession => true;

    public Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation) => store.RemoveAllAsync(person.Id, cancellation);
}
