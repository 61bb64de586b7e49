using System.Text.Json;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>Members and settings that a Flex Consumption app refuses (ARM error 51021) or ignores.</summary>
[Collection(BicepCompiler.Collection)]
public sealed class FlexTests
{
    private static readonly string[] RefusedMembers =
    [
        "alwaysOn", "autoHealEnabled", "autoHealRules", "containerSize", "dailyMemoryTimeQuota", "ftpsState", "functionAppScaleLimit", "functionsRuntimeScaleMonitoringEnabled",
        "hyperV", "isReserved", "isXenon", "javaContainer", "javaContainerVersion", "javaVersion", "linuxFxVersion", "localMySqlEnabled", "managedPipelineMode", "minimumElasticInstanceCount",
        "netFrameworkVersion", "nodeVersion", "numberOfWorkers", "phpVersion", "powerShellVersion", "preWarmedInstanceCount", "pythonVersion", "use32BitWorkerProcess", "vnetContentShareEnabled", "vnetImagePullEnabled", "vnetRouteAllEnabled", "windowsFxVersion",
    ];

    /// <summary>The hook before provisioning reads the same file.</summary>
    private static readonly string[] RefusedSettings = File.ReadAllLines(Path.Combine(Bicep.Folder, "flex-refused-settings.txt"));

    [BicepCompilerFact]
    public async Task An_app_has_no_member_and_no_setting_that_Flex_refuses()
    {
        using var template = JsonDocument.Parse(await BicepCompiler.TemplateAsync());
        var apps = Objects(template.RootElement).Where(static one => one.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString()!.StartsWith("Microsoft.Web/", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(apps);
        foreach (var app in apps)
            Assert.Empty(Objects(app).SelectMany(static one => one.EnumerateObject()).Select(static member => member.Name).Intersect(RefusedMembers, StringComparer.OrdinalIgnoreCase));
        var names = Regex.Matches(template.RootElement.GetRawText(), @"(?<![A-Z_])[A-Z][A-Z_]{1,}(?![A-Za-z_])").Select(static name => name.Value);
        Assert.Empty(names.Intersect(RefusedSettings));
        Assert.All((string[])["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_TIME_ZONE", "WEBSITE_CONTENTSHARE", "TZ"], static name => Assert.Contains(name, RefusedSettings));
    }

    [BicepCompilerTheory]
    [InlineData("quiet")]
    [InlineData("team")]
    [InlineData("company")]
    public async Task A_size_sets_what_its_table_says(string size)
    {
        using var sizes = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "sizes.json")));
        var expected = sizes.RootElement.GetProperty(size);
        var deployment = await Deployment.OfAsync($"size = '{size}'");

        var scale = deployment.Properties("Microsoft.Web/sites").GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency");
        Assert.Equal(expected.GetProperty("memoryMB").GetInt32(), scale.GetProperty("instanceMemoryMB").GetInt32());
        Assert.Equal(expected.GetProperty("maximumInstances").GetInt32(), scale.GetProperty("maximumInstanceCount").GetInt32());
        Assert.Equal(expected.GetProperty("httpConcurrency").GetInt32(), scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetInt32());
        Assert.Equal(expected.GetProperty("alwaysReady").GetInt32() == 0 ? 0 : 2, scale.GetProperty("alwaysReady").GetArrayLength());
        Assert.All(scale.GetProperty("alwaysReady").EnumerateArray(), ready => Assert.Equal(expected.GetProperty("alwaysReady").GetInt32(), ready.GetProperty("instanceCount").GetInt32()));
        var logs = deployment.Of("Microsoft.OperationalInsights/workspaces").Single(static one => !one.GetProperty("name").GetString()!.Contains("audit", StringComparison.Ordinal)).GetProperty("properties");
        Assert.Equal(expected.GetProperty("logDays").GetInt32(), logs.GetProperty("retentionInDays").GetInt32());
        Assert.Equal(expected.GetProperty("dailyLogGigabytes").GetInt32(), logs.GetProperty("workspaceCapping").GetProperty("dailyQuotaGb").GetInt32());
        Assert.All(deployment.Of("Microsoft.Insights/scheduledQueryRules"), rule => Assert.Equal($"PT{expected.GetProperty("alertMinutes").GetInt32()}M", rule.GetProperty("properties").GetProperty("evaluationFrequency").GetString()));
        using var prices = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "prices.json")));
        Assert.Equal(prices.RootElement.GetProperty("idle").GetProperty("logRules").GetInt32(), deployment.Of("Microsoft.Insights/scheduledQueryRules").Count());
        Assert.Equal(expected.GetProperty("healthLocations").GetInt32(), deployment.Of("Microsoft.Insights/webtests").Sum(static test => test.GetProperty("properties").GetProperty("Locations").GetArrayLength()));
    }

    internal static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Objects(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
