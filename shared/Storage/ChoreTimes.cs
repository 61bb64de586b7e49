using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Storage;

/// <summary>
/// Stores the last occurrence of each chore in one row of table <c>automations</c>. The row is written under its ETag, so only one of several
/// instances claims an occurrence. The instance that wrote last has the row cached and does not read it again.
/// </summary>
public sealed class ChoreTimes(Tables tables)
{
    private const string Partition = "chores";
    private const string RowKey = "last";

    private TableEntity? _row;

    public async Task<ImmutableDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellation)
    {
        if (_row is null)
        {
            var found = await tables.Automations.GetEntityIfExistsAsync<TableEntity>(Partition, RowKey, cancellationToken: cancellation);
            _row = found.HasValue ? found.Value! : new(Partition, RowKey);
        }

        var times = ImmutableDictionary.CreateBuilder<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var (name, value) in _row)
        {
            if (value is DateTimeOffset at && name is not "Timestamp")
                times[name] = at;
        }

        return times.ToImmutable();
    }

    /// <summary>Writes the row under the ETag that was read. False when another instance changed it since; the next read then reads it again.</summary>
    public async Task<bool> TryWriteAsync(ImmutableDictionary<string, DateTimeOffset> times, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(times);
        var read = _row ?? throw new InvalidOperationException("The row is read before it is changed.");
        _row = null;
        var row = new TableEntity(Partition, RowKey);
        foreach (var (name, at) in times)
            row[name] = at;
        try
        {
            var written = read.ETag == default
                ? await tables.Automations.AddEntityAsync(row, cancellation)
                : await tables.Automations.UpdateEntityAsync(row, read.ETag, TableUpdateMode.Replace, cancellation);
            row.ETag = written.Headers.ETag ?? default;
            _row = row.ETag == default ? null : row;
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status is 409 or 412 or 404)
        {
            return false;
        }
    }
}
