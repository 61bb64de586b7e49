using Azure.Data.Tables;
using Onbehalf.Storage;

namespace Onbehalf.Identity;

/// <summary>The settings of a person, one row in their partition of table <c>people</c>: a read and a write are one request each.</summary>
public sealed class OwnSettingsStore(Tables tables)
{
    private static readonly OwnSettings None = new();

    public async Task<OwnSettings> ReadAsync(Authority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var row = await tables.People.GetEntityIfExistsAsync<TableEntity>(authority.Subject.Id.Value, OwnSettings.Key, null, cancellation);
        return row.HasValue ? OwnSettings.Read(row.Value!) : None;
    }

    /// <summary>Changes what is given and leaves what is null.</summary>
    public Task ChangeAsync(Authority authority, OwnSettings change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(change);
        return tables.People.UpsertEntityAsync(change.Row(authority.Subject.Id.Value), TableUpdateMode.Merge, cancellation);
    }
}
