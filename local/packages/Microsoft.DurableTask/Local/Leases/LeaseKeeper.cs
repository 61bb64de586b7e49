using Azure;
using Microsoft.DurableTask.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask.Local.Leases;

/// <summary>Keeps this process registered, ends the registrations of dead ones, and sweeps up what they leave.</summary>
internal sealed partial class LeaseKeeper(Engine engine, LeaseTiming timing)
{
    private readonly Takeover _takeover = new(engine);
    private HashSet<string> _known = [];
    private bool _mustSweep = true;
    private long _swept;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await RoundAsync(cancellation);
                await Task.Delay(timing.Beat, engine.Clock, cancellation);
                await BeatAsync(cancellation);
            }
            catch (Exception exception) when (Transient.Is(exception, cancellation))
            {
                await Task.Delay(Transient.Pause, engine.Clock, cancellation);
            }
            catch (RequestFailedException exception)
            {
                Log.Refused(engine.Logger, exception);
                await Task.Delay(timing.Beat, engine.Clock, cancellation);
            }
        }
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

    private async Task RoundAsync(CancellationToken cancellation)
    {
        var registered = await engine.Lease.RegisteredAsync(cancellation);
        var ids = registered.Select(row => row.Id).ToHashSet();
        _mustSweep |= await engine.Lease.RemoveDeadAsync(registered, cancellation) || !_known.IsSubsetOf(ids);
        _known = ids;
        if (!_mustSweep && engine.Clock.GetElapsedTime(_swept) < timing.Sweep)
            return;

        await _takeover.SweepAsync(cancellation);
        _mustSweep = false;
        _swept = engine.Clock.GetTimestamp();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "This process was silent for too long and others may have taken its instances; it registers anew")]
        public static partial void Replaced(ILogger logger);

        [LoggerMessage(Level = LogLevel.Error, Message = "The task hub's store refused a request")]
        public static partial void Refused(ILogger logger, Exception exception);
    }
}
