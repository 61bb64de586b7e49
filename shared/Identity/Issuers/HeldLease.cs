using Azure.Data.Tables;

namespace Onbehalf.Identity.Issuers;

/// <summary>A lease that is renewed until its holder disposes it.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _keeping;

    public HeldLease(TableEntity row, Func<TableEntity, CancellationToken, Task> keep)
    {
        Row = row;
        _keeping = keep(row, _ended.Token);
    }

    public TableEntity Row { get; }

    /// <summary>Stops the renewal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _keeping;
        _ended.Dispose();
    }
}
