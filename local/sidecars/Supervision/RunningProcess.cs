using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>A process by id and start time, so that a reused id is never signalled.</summary>
internal sealed record RunningProcess(string Name, int Id, long StartedAt)
{
    public static RunningProcess Of(string name, Process process) => new(name, process.Id, Started(process));

    [JsonIgnore]
    public bool IsAlive
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(Id);
                return !process.HasExited && Math.Abs(Started(process) - StartedAt) <= TimeSpan.TicksPerSecond;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>Sends SIGINT (Azurite saves its tables only on it, PostgreSQL shuts down fast), waits, then kills the process.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!IsAlive)
            return;
        Posix.Signal(Id, Posix.Interrupt);
        var until = Stopwatch.StartNew();
        while (IsAlive && until.Elapsed < patience)
            await Task.Delay(20);
        while (IsAlive)
        {
            Posix.Signal(Id, Posix.Kill);
            await Task.Delay(20);
        }
    }

    private static long Started(Process process) => process.StartTime.ToUniversalTime().Ticks;
}
