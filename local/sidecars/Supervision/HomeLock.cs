namespace Onbehalf.Sidecars.Supervision;

/// <summary>At most one supervisor per home. The system releases the lock of a process that dies, so it is never stale.</summary>
internal static class HomeLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>The lock, or null when another supervisor of this home is running and answers.</summary>
    public static async Task<FileStream?> TakeAsync(SidecarHome home)
    {
        for (var tries = 0; tries < Patience.TotalMilliseconds / 50; tries++)
        {
            try
            {
                return new FileStream(home.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Held by a supervisor that serves, or by one that is just stopping its sidecars.
                if (PrivateFile.Read<Ports>(home.PortsFile) is { } ports && await Probe.AnswersAsync(ports.Supervisor, default))
                    return null;
                await Task.Delay(50);
            }
        }

        throw new SidecarsUnavailableException($"Another supervisor holds {home.LockFile} and does not answer.");
    }
}
