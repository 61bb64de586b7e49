using Onbehalf.Demo;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Host;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The package with the app settings of the template and no other. What is Azure's in a value is replaced by what takes Azure's place on this machine.</summary>
[Collection(PublishedCollection.Name)]
public sealed class DeployedSettingsTests(PublishedApp published)
{
    private const string Identity = "55555555-5555-5555-5555-555555555555";

    /// <summary>The stores, the provider, the vault: the local host knows their addresses.</summary>
    private static readonly string[] Sidecars =
        ["ONBEHALF_TABLES", "ONBEHALF_FILES", "ONBEHALF_AUDIT_TABLES", "ONBEHALF_AUDIT_ANCHORS", "ONBEHALF_KEYVAULT_URI", "ONBEHALF_ISSUERS", "ONBEHALF_TASK_HUB"];

    /// <summary>Azure's host reads its storage by identity, and the model is an Azure OpenAI resource: neither is to be had here.</summary>
    private static readonly string[] OnlyInAzure =
    [
        "AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_DEPLOYMENT", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri", "ONBEHALF_ORIGIN",
    ];

    private static readonly string[] InTheirPlace = ["AzureWebJobsStorage", "ONBEHALF_KEYVAULT_CA", "OPENAI_BASE_URL", "OPENAI_API_KEY", "MODEL"];

    private static readonly Dictionary<string, string> Replaced = new()
    {
        ["AZURE_CLIENT_ID"] = Identity,
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = $"InstrumentationKey={Identity};IngestionEndpoint=http://127.0.0.1:9/;LiveEndpoint=http://127.0.0.1:9/",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = $"ClientId={Identity};Authorization=AAD",
    };

    [BicepCompilerFact]
    public async Task The_package_is_well_and_takes_a_turn_with_exactly_what_the_template_gives_it()
    {
        var template = AppSettingsOf.Template(await Deployment.OfAsync("size = 'team'"));
        var settings = template.Where(static setting => !Sidecars.Contains(setting.Key) && !OnlyInAzure.Contains(setting.Key))
            .ToDictionary(static setting => setting.Key, static setting => Replaced.GetValueOrDefault(setting.Key) ?? setting.Value ?? throw new InvalidOperationException($"What takes the place of {setting.Key} here?"));
        // What the local host would offer beside it is taken away.
        foreach (var name in (await OfferedAsync()).Except(template.Keys).Except(InTheirPlace))
            settings[name] = "";
        await using var app = await AppProcess.StartAsync(settings, "--worker", published.Worker);
        var alice = await app.InBrowserAsync("alice");

        var ended = await app.AskAsync("alice", await app.OpenThreadAsync("alice"), "What can I see?");

        Assert.Equal("completed", ended.At("status"));
        // A check that is slow on a busy machine makes the report degraded for as long.
        await Waiting.UntilAsync(async () => (await alice.SendAsync("GET", "api/health")).Text.StartsWith("""{"status":"ok","version":""", StringComparison.Ordinal));
        Assert.Empty(Sidecars.Concat(OnlyInAzure).Concat(Replaced.Keys).Except(template.Keys));
    }

    private static async Task<IReadOnlyCollection<string>> OfferedAsync()
    {
        var settings = new LocalSettings(new Dictionary<string, string> { ["FUNCTIONS_PORT"] = "0" });
        using var socket = settings.Socket;
        DemoSettings.Offer(settings, await LocalSidecars.StartAsync());
        return [.. settings.ForWorker().Keys.Except(["FUNCTIONS_PORT"])];
    }
}
