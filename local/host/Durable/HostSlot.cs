namespace Onbehalf.Host.Durable;

/// <summary>
/// A number for each host that works on one task hub of this machine, held by a lock file while the host lives. It makes the worker id of the
/// Durable extension, by which partition leases are owned: two hosts never share one, and a restart takes up its own at once.
/// </summary>
internal sealed class HostSlot : IDisposable
{
    private readonly FileStream _lock;

    private HostSlot(FileStream held, int number)
    {
        _lock = held;
        Number = number;
    }

    public int Number { get; }

    public static HostSlot Take(string folder, string hub)
    {
        Directory.CreateDirectory(folder);
        for (var number = 0; ; number++)
        {
            try
            {
                return new(new(Path.Combine(folder, $"{hub}-{number}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), number);
            }
            catch (IOException taken) when (File.Exists(Path.Combine(folder, $"{hub}-{number}.lock")) && taken is not DirectoryNotFoundException)
            {
                // Another host of this machine lives.
            }
        }
    }

    public void Dispose() => _lock.Dispose();
}
