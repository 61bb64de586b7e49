namespace Onbehalf.Tests.Infra;

/// <summary>Needs a program of this machine; <c>.ci/run</c> installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program)
    {
        if (Find(program) is null)
            Skip = $"No {program}: install it, or put it in the path.";
    }

    internal static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
