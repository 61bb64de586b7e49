using Onbehalf.Turns;

namespace Onbehalf.Functions.Health;

/// <summary>
/// The cached result of the latest model check. A check costs two model calls, and health is public. An instance therefore caches it for a day,
/// or for ten minutes after a failed check.
/// </summary>
public sealed class ModelReports(ModelProbe probe, TimeProvider time)
{
    private static readonly TimeSpan Well = TimeSpan.FromDays(1);
    private static readonly TimeSpan Unwell = TimeSpan.FromMinutes(10);

    /// <summary>Shorter than the timeout of a health check, which is two seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    private readonly Lock _turn = new();
    private Task<ModelReport>? _running;
    private ModelReport? _latest;
    private long _madeAt;

    /// <summary>Returns null while the first check runs.</summary>
    internal async Task<ModelReport?> LatestAsync()
    {
        Task<ModelReport> running;
        lock (_turn)
        {
            if (_latest is not null && time.GetElapsedTime(_madeAt) < (_latest.IsWell ? Well : Unwell))
                return _latest;
            running = _running ??= Task.Run(MakeAsync);
        }

        await Task.WhenAny(running, Task.Delay(Patience, time));
        return running.IsCompletedSuccessfully ? await running : _latest;
    }

    private async Task<ModelReport> MakeAsync()
    {
        try
        {
            var report = await probe.RunAsync(CancellationToken.None);
            (_latest, _madeAt) = (report, time.GetTimestamp());
            return report;
        }
        finally
        {
            lock (_turn)
            {
                _running = null;
            }
        }
    }
}
