using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local.Leases;

/// <summary>Keeps this process registered, ends the registrations of dead ones, and sweeps up what they leave.</summary>
internal sealed partial class LeaseKeeper(Engine engine, LeaseTiming timing)
{
    private readonly Takeover _takeover = new(engine);
    private HashSet<string> _known = [];
    private bool _mustBeat;
    private bool _mustSweep = true;
    private long _swept;

    /// <summary>One beat, a look at the others, and a pause. After a failure the next round begins with the beat again.</summary>
    public async Task RoundAsync(CancellationToken cancellation)
    {
        if (_mustBeat)
            await BeatAsync(cancellation);
        _mustBeat = true;
        await LookAsync(cancellation);
        await Task.Delay(timing.Beat, engine.Clock, cancellation);
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        if (await engine.Lease.BeatAsync(cancellation))
            return;
        Log.Replaced(engine.Logger);
        engine.Live.DropAll();
        await engine.Lease.RegisterAsync(cancellation);
        _mustSweep = true;
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var registered = await engine.Lease.RegisteredAsync(cancellation);
        var ids = registered.Select(row => row.Id).ToHashSet();
        _mustSweep |= await engine.Lease.RemoveDeadAsync(registered, cancellation) || !_known.IsSubsetOf(ids);
        _known = ids;
        if (!_mustSweep && engine.Clock.GetElapsedTime(_swept) < timing.Sweep)
            return;

        _mustSweep = !await _takeover.SweepAsync(cancellation);
        _swept = engine.Clock.GetTimestamp();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "This process was silent for too long and others may have taken its instances; it registers anew")]
        public static partial void Replaced(ILogger logger);
    }
}
