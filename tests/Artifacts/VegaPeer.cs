using System.Text.Json;
using Onbehalf.Tests.Infra;
using Onbehalf.Tests.Slack;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Vega-Lite and CodeMirror themselves, on Node.</summary>
internal static class VegaPeer
{
    private static readonly Lazy<Task<string>> Installed = new(static () => NodePeers.InstallAsync(Path.Combine("tests", "Artifacts", "peers"), "artifact-peers"));

    /// <summary>Returns Vega-Lite's errors for these charts.</summary>
    public static async Task<string[]> WarningsAsync(IEnumerable<JsonElement> charts)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(charts));
            return JsonSerializer.Deserialize<string[]>(await RunAsync("charts.js", file))!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Texts, changes as CodeMirror sends them, and the texts that it makes of both.</summary>
    public static async Task<JsonElement> TextsAsync(int seed, int count) => JsonElement.Parse(await RunAsync("texts.js", $"{seed}", $"{count}"));

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var run = await ProgramRun.OfAsync("node", [script, .. arguments], await Installed.Value);
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"{script} failed: {run.Error}");
    }
}
