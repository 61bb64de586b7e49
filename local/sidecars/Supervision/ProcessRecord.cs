namespace Onbehalf.Sidecars.Supervision;

/// <summary>The processes of one home, stored on disk, so that the next supervisor can stop those of a killed one.</summary>
internal sealed class ProcessRecord(SidecarHome home)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunningProcess> _running = [];

    /// <summary>Returns the last recorded supervisor and sidecars.</summary>
    public static IReadOnlyList<RunningProcess> Read(SidecarHome home) => PrivateFile.Read<RunningProcess[]>(home.ProcessesFile) ?? [];

    public async Task StopOrphansAsync()
    {
        await Task.WhenAll(Read(home).Select(static process => process.StopAsync(Patience)));
    }

    public void Add(RunningProcess process)
    {
        lock (_gate)
        {
            _running[process.Name] = process;
            PrivateFile.WriteJson(home.ProcessesFile, _running.Values.ToArray());
        }
    }
}
