using System.Collections.Concurrent;
using System.Text.Json;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The resources that Azure would be asked for with some parameters, or the sentence by which the template refuses them.</summary>
internal sealed record Deployment(IReadOnlyList<JsonElement> Resources, string? Refusal)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Deployment>>> Known = new();

    /// <summary>Each parameter is a line of a .bicepparam file without its first word: <c>size = 'quiet'</c>.</summary>
    public static Task<Deployment> OfAsync(params string[] parameters)
    {
        string[] all = ["environmentName = 'production'", "location = 'swedencentral'", .. parameters];
        return Known.GetOrAdd(string.Join("\nparam ", [$"using '{BicepCompiler.Template}'", .. all]), static text => new(() => EvaluateAsync($"case-{Guid.NewGuid():N}", text + "\n"))).Value;
    }

    public IEnumerable<JsonElement> Of(string type) => Resources.Where(resource => resource.GetProperty("type").GetString() == type);

    public JsonElement Properties(string type, string name = "") =>
        Refusal is not null ? throw new InvalidOperationException($"The template refused: {Refusal}")
        : Of(type).Single(resource => name.Length == 0 || resource.GetProperty("name").GetString() == name).GetProperty("properties");

    private static async Task<Deployment> EvaluateAsync(string name, string parameters)
    {
        var run = await BicepCompiler.EvaluateAsync(name, parameters);
        if (run.ExitCode != 0)
            return new([], run.Error + run.Output);
        using var read = JsonDocument.Parse(await BicepCompiler.EvaluatedAsync(name));
        return new([.. read.RootElement.Clone().GetProperty("predictedResources").EnumerateArray()], null);
    }
}
