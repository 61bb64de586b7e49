using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Delegation.Connections;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Delegation.Grants;

/// <summary>Table <c>grants</c>: one partition per person, one row per connection.</summary>
internal sealed class GrantRows(Tables tables, TimeProvider time)
{
    public async Task<DelegatedGrant?> FindAsync(SubjectId subject, ConnectionName connection, CancellationToken cancellation)
    {
        var row = await tables.Grants.GetEntityIfExistsAsync<TableEntity>(subject.Value, connection.Value, null, cancellation);
        return row.HasValue ? DelegatedGrant.Read(row.Value!) : null;
    }

    public async Task<IReadOnlyList<DelegatedGrant>> OfAsync(SubjectId subject, CancellationToken cancellation)
    {
        var grants = new List<DelegatedGrant>();
        await foreach (
            var row in tables.Grants.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {subject.Value}"), null, null, cancellation))
        {
            if (DelegatedGrant.Read(row) is { } grant)
                grants.Add(grant);
        }

        return grants;
    }

    /// <summary>Returns the owner of each grant that is still usable, once per grant.</summary>
    public async IAsyncEnumerable<SubjectId> ConnectedAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var connected = TableClient.CreateQueryFilter($"state eq {nameof(GrantState.Connected)}");
        await foreach (var row in tables.Grants.QueryAsync<TableEntity>(connected, null, ["PartitionKey"], cancellation))
        {
            if (SubjectId.TryParse(row.PartitionKey, out var subject))
                yield return subject;
        }
    }

    /// <summary>Replaces any existing row.</summary>
    public Task PutAsync(DelegatedGrant grant, CancellationToken cancellation) =>
        tables.Grants.UpsertEntityAsync(grant.ToRow(), TableUpdateMode.Replace, cancellation);

    /// <summary>Returns the stored grant, or null if a concurrent change came first.</summary>
    public async Task<DelegatedGrant?> ReplaceAsync(DelegatedGrant grant, CancellationToken cancellation)
    {
        try
        {
            var answer = await tables.Grants.UpdateEntityAsync(grant.ToRow(), grant.ETag, TableUpdateMode.Replace, cancellation);
            return grant with { ETag = answer.Headers.ETag ?? ETag.All };
        }
        catch (RequestFailedException other) when (other.Status is 404 or 412)
        {
            return null;
        }
    }

    public Task DeleteAsync(DelegatedGrant grant, CancellationToken cancellation) =>
        tables.Grants.DeleteEntityAsync(grant.Subject.Value, grant.Connection.Value, ETag.All, cancellation);

    /// <summary>Notes the use of the grant if it is unchanged.</summary>
    public async Task UsedAsync(DelegatedGrant grant, CancellationToken cancellation) =>
        await ReplaceAsync(grant with { LastUsedAt = time.GetUtcNow() }, cancellation);
}
