namespace Onbehalf.Sidecars.Supervision;

/// <summary>A mutex across processes. The system releases it when its holder exits.</summary>
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
