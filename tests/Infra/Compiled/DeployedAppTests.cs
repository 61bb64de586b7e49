using System.Net;
using System.Text;
using System.Text.Json;
using Onbehalf.Demo;
using Onbehalf.Identity.Issuers;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Host;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The package that is deployed, started with the settings that the template gives it.</summary>
[Collection(PublishedApp.Name)]
public sealed class DeployedAppTests(PublishedApp published)
{
    /// <summary>The settings of the template that are not true on this machine. The local host's own values take their place.</summary>
    private static readonly string[] Replaced =
    [
        // Azurite opens by a key. For the host itself, one connection string is all five.
        "AzureWebJobsStorage__blobServiceUri", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__tableServiceUri",
        "ONBEHALF_AUDIT_ANCHORS", "ONBEHALF_AUDIT_TABLES", "ONBEHALF_FILES", "ONBEHALF_TABLES",
        "ONBEHALF_KEYVAULT_URI",
        // Other tests use the same storage.
        "ONBEHALF_TASK_HUB",
    ];

    /// <summary>The settings that the product reads and the template does not make: the platform's, the vault server's authority, and the names of this test's tables.</summary>
    private static readonly string[] Added = ["IDENTITY_ENDPOINT", "ONBEHALF_KEYVAULT_CA", "ONBEHALF_TABLE_PREFIX"];

    [BicepCompilerFact]
    public async Task The_package_is_well_and_answers_with_the_settings_of_the_template()
    {
        await using var puppet = await Puppet.StartAsync();
        puppet.When("hello").Reply(PuppetLine.Say("Good morning."));
        var settings = await DeployedSettings.OfAsync(await ChosenAsync(puppet));

        await using var app = await AppProcess.StartAsync(settings.Where(static setting => !Replaced.Contains(setting.Key)).ToDictionary(), "--worker", published.Worker);
        var thread = await app.OpenThreadAsync("alice");
        var ended = await app.AskAsync("alice", thread, "hello");
        using var anybody = app.Anonymous();
        var page = await anybody.SendAsync("GET", "");

        Assert.Equal(("completed", "Good morning."), (ended.At("status"), ended.At("reply", "text")));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        // A slow check on a busy machine makes the report degraded for that time.
        await Waiting.UntilAsync(async () => (await anybody.SendAsync("GET", "api/health")) is { Status: HttpStatusCode.OK } health && health.Text.StartsWith("""{"status":"ok",""", StringComparison.Ordinal));
        ItsWorkerHas(app, settings);
    }

    [BicepCompilerFact]
    public async Task The_issuer_of_a_deployment_in_Entra_is_one_that_the_code_accepts()
    {
        var settings = await DeployedSettings.OfAsync("size = 'team'");

        var entra = IssuerCatalog.Read(settings["ONBEHALF_ISSUERS"]).Single();

        Assert.True(entra.UsesManagedIdentity);
        Assert.Equal((DeployedSettings.WebClient, DeployedSettings.Api), (entra.ClientId, entra.Audience));
        Assert.Equal($"https://login.microsoftonline.com/{BicepCompiler.Tenant}/v2.0", entra.Url);
    }

    /// <summary>The choices of a deployer who brings a provider, a source, a product to connect and a model. Everything else has its default.</summary>
    private static async Task<string[]> ChosenAsync(Puppet puppet)
    {
        var sidecars = await LocalSidecars.StartWithCompanyAsync();
        var model = JsonSerializer.Serialize(new { OPENAI_BASE_URL = puppet.BaseUrl, OPENAI_API_KEY = Puppet.ApiKey, MODEL = "puppet" });
        return
        [
            "createEntraApp = false", $"otherIssuers = {Hidden(DemoSettings.Issuers(sidecars))}", $"identitySignals = {Hidden(DemoSettings.Signals(sidecars))}",
            $"connections = {Hidden(DemoSettings.Connections(sidecars))}", $"sources = json({DeployedSettings.Quoted(DemoSettings.Sources(sidecars, await LocalSidecars.CopyOfCompanyAsync()))})",
            "ai = 'none'", $"extraSettings = {Hidden(model)}",
        ];

        static string Hidden(string json) => $"'{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}'";
    }

    private void ItsWorkerHas(AppProcess app, IReadOnlyDictionary<string, string> settings)
    {
        var worker = PublishedApp.EnvironmentOf(published.WorkerProcess(app));

        Assert.Equal(Replaced.Order(StringComparer.Ordinal), settings.Where(setting => worker.GetValueOrDefault(setting.Key) != setting.Value).Select(static setting => setting.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Added, SettingTests.ReadByTheCode().Intersect(worker.Keys).Except(settings.Keys).Order(StringComparer.Ordinal));
    }
}
