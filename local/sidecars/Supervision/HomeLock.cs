namespace Onbehalf.Sidecars.Supervision;

/// <summary>The lock for at most one supervisor per home. The system releases it when the process exits, so it is never stale.</summary>
internal static class HomeLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Takes the lock. Returns null if another supervisor of this home runs and responds.</summary>
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
                // The lock is held by a running supervisor, or by one that is stopping its sidecars.
                if (PrivateFile.Read<Ports>(home.PortsFile) is { } ports && await Probe.AnswersAsync(ports.Supervisor, default))
                    return null;
                await Task.Delay(50);
            }
        }

        throw new SidecarsUnavailableException($"Another supervisor holds {home.LockFile} and does not answer.");
    }
}
