namespace Onbehalf.Sidecars.Supervision;

/// <summary>One process at a time; the system passes the turn on when its holder dies.</summary>
internal static class FileTurn
{
    public static async Task<FileStream> TakeAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(100, cancellation);
            }
        }
    }
}
