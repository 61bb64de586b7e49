using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Turns;

namespace Onbehalf.Host;

/// <summary>
/// <c>dotnet run --project functions -- check-model</c>: reports the capabilities of the configured model without starting the app.
/// </summary>
internal static class CheckModel
{
    public const string Name = "check-model";

    /// <returns>The exit code: 0 for a model that can answer questions from data.</returns>
    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string> settings, TextWriter output)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        await using var services = new ServiceCollection()
            .AddLogging(static logging => logging.ClearProviders())
            .AddModel(configuration)
            .BuildServiceProvider();
        if (!services.GetRequiredService<ModelClient>().IsConfigured)
        {
            await output.WriteLineAsync(
                "No model is configured, so the demo planner answers. Set OPENAI_BASE_URL, OPENAI_API_KEY and MODEL; docs/models.md has examples.");
            return 1;
        }

        var report = await services.GetRequiredService<ModelProbe>().RunAsync(CancellationToken.None);
        foreach (var line in report.Lines())
            await output.WriteLineAsync(line);
        return report.IsWell ? 0 : 1;
    }
}
