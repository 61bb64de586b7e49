using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Leases;

/// <summary>Finds the instances nobody owns and makes them this process's own.</summary>
internal sealed class Takeover(Engine engine)
{
    private const int AtOnce = 8;

    // This process's own insert or commit may be under way; older than this, an owned instance that is not live was left behind.
    private static readonly TimeSpan LeftBehind = TimeSpan.FromSeconds(30);

    /// <summary>False when an orphan changed while it was being taken: its last owner still wrote, so it is worth another look.</summary>
    public async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        // Owners are read after the instances: a process that registered meanwhile is in the list, one that is not in it is gone for good.
        var active = await engine.Reader.ActiveAsync(cancellation);
        if (active.All(row => engine.Live.Contains(row.Id)))
            return true;
        var registered = (await engine.Lease.RegisteredAsync(cancellation)).Select(row => row.Id).ToHashSet();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        var missed = 0;
        await Parallel.ForEachAsync(active.Where(row => IsOrphan(row, registered)), parallel, async (row, token) =>
        {
            if (!await TakeAsync(row, token))
                Interlocked.Increment(ref missed);
        });
        return missed == 0;
    }

    private bool IsOrphan(InstanceRow row, HashSet<string> registered)
    {
        if (engine.Live.Contains(row.Id))
            return false;
        return row.Owner == engine.Lease.Id ? engine.Now() - row.UpdatedAt > LeftBehind : !registered.Contains(row.Owner);
    }

    private async Task<bool> TakeAsync(InstanceRow orphan, CancellationToken cancellation)
    {
        if (await engine.Store.TakeAsync(orphan, engine.Lease.Id, cancellation) is not { } row)
            return false;
        var loaded = row.Commits > 0 || row.IsPartial
            ? await engine.Reader.LoadAsync(row.Id, cancellation)
            : new LoadedInstance(row, [], []);
        if (loaded is not null)
            engine.Adopt(loaded);
        return true;
    }
}
