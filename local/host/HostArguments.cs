namespace Onbehalf.Host;

/// <summary>Parses the command line: <c>--setting NAME=VALUE</c>, repeatable, and <c>--worker FILE</c> for a published worker.</summary>
internal static class HostArguments
{
    public static (IReadOnlyDictionary<string, string> Settings, WorkerApp Worker) Parse(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string>();
        var worker = WorkerApp.Product;
        for (var i = 0; i + 1 < args.Count; i++)
        {
            if (args[i] == "--setting" && args[i + 1].Split('=', 2) is [{ Length: > 0 } name, var value])
                settings[name] = value;
            else if (args[i] == "--worker")
                worker = WorkerApp.Process(args[i + 1]);
        }

        return (settings, worker);
    }
}
