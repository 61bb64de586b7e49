namespace Onbehalf.Tests.Journeys;

internal static class Chromium
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome", "chrome.exe"];

    /// <summary>The browser that <c>CHROMIUM</c> names, else the first one on the path.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(static folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public static IEnumerable<string> Arguments
    {
        get
        {
            yield return "--disable-gpu";
            yield return "--no-first-run";
            yield return "--disable-background-networking";
            // Chromium refuses its sandbox to root, which is who runs in many containers.
            if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
                yield return "--no-sandbox";
        }
    }
}
