namespace Onbehalf.Automations.Runs;

/// <summary>What a run and all its parts share: how many further turns they take in all, and when the last of them ends.</summary>
public sealed class RunTree(RunStore runs)
{
    /// <summary>Takes one further turn for this call, once however often it is made. False when all are taken, or the run they belong to is over.</summary>
    internal async Task<bool> TakeAsync(RunState run, string call, CancellationToken cancellation)
    {
        var isTaken = false;
        await runs.ChangeAsync(
            run.Root,
            root =>
            {
                isTaken = root.IsLive && root.Taken.Contains(call);
                if (isTaken || !root.IsLive || root.Taken.Length >= RunLimits.FurtherTurns)
                    return null;
                isTaken = true;
                return root with { Taken = root.Taken.Add(call) };
            },
            cancellation);
        return isTaken;
    }

    /// <summary>A part ends no later than the run that something woke.</summary>
    internal async Task<DateTimeOffset> LastMomentAsync(RunState run, CancellationToken cancellation) =>
        (await runs.FindAsync(run.Root, cancellation) ?? run).StartedAt + RunLimits.Longest;
}
