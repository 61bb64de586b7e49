namespace Onbehalf.Host.Durable;

/// <summary>
/// A number that is unique among the hosts of one task hub on this machine, reserved by a lock file. The Durable extension's worker id contains
/// it, and partition leases are owned by worker id. Two hosts never share an id, and a restarted host reacquires its own leases at once.
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
                // Another running host holds this number.
            }
        }
    }

    public void Dispose() => _lock.Dispose();
}
