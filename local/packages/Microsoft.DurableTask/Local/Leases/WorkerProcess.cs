using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Microsoft.DurableTask.Local.Leases;

/// <summary>An operating-system process that can be told from a later one with the same number.</summary>
internal sealed record WorkerProcess(string Machine, int Id, string StartedAt)
{
    public static WorkerProcess Current { get; } = Describe(Process.GetCurrentProcess());

    /// <summary>True only when the process ran on this machine and is certainly gone.</summary>
    public bool IsGone()
    {
        if (Machine != Current.Machine)
            return false;
        try
        {
            using var process = Process.GetProcessById(Id);
            return process.HasExited || StartTime(process) != StartedAt;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or IOException)
        {
            return false;
        }
    }

    private static WorkerProcess Describe(Process process) => new(MachineName(), process.Id, StartTime(process));

    // On Linux the runtime estimates StartTime anew in every process; the kernel's own count of ticks never differs.
    private static string StartTime(Process process)
    {
        if (!OperatingSystem.IsLinux())
            return process.StartTime.ToFileTimeUtc().ToString(CultureInfo.InvariantCulture);
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }

    // Process numbers mean something only within one boot and one pid namespace: containers may share a host name.
    private static string MachineName()
    {
        const string bootId = "/proc/sys/kernel/random/boot_id";
        const string namespaceLink = "/proc/self/ns/pid";
        var boot = File.Exists(bootId) ? File.ReadAllText(bootId).Trim() : "";
        var space = OperatingSystem.IsLinux() ? new FileInfo(namespaceLink).LinkTarget ?? "" : "";
        return $"{Environment.MachineName}/{boot}/{space}";
    }
}
