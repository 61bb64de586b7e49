using Onbehalf.Sidecars.Supervision;

namespace Onbehalf.Demo;

internal static class DemoHome
{
    public static SidecarOptions Options(LocalSettings settings) => new(settings["ONBEHALF_HOME"] is { Length: > 0 } home
        ? Path.GetFullPath(home)
        : Path.Combine(Clone(AppContext.BaseDirectory) ?? Directory.GetCurrentDirectory(), ".onbehalf"));

    /// <summary>Returns the folder of Serverless.sln, independent of the working folder.</summary>
    private static string? Clone(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "Serverless.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
