namespace Onbehalf.Automations.Runs;

/// <summary>The limits that a run and all its parts share: the number of further turns, and the end date.</summary>
internal sealed class RunTree(RunStore runs)
{
    /// <summary>Takes one further turn for this call. Idempotent per call. False when none is left, or when the root run has ended.</summary>
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

    /// <summary>Returns the end date of the root run, which also applies to its parts.</summary>
    internal async Task<DateTimeOffset> LastMomentAsync(RunState run, CancellationToken cancellation) =>
        (await runs.FindAsync(run.Root, cancellation) ?? run).StartedAt + RunLimits.Longest;
}
