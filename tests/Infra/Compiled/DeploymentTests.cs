using System.Text.Json;
using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The choices of the docs, each evaluated to the resources it asks for.</summary>
[Collection(BicepCompiler.Collection)]
public sealed class DeploymentTests
{
    internal static readonly string[] EveryChoice =
    [
        "size = 'company'", "vnetEnabled = true", "durableBackend = 'DurableTaskScheduler'", "anchorsLocked = true", "ai = 'existing'", "azureOpenAiEndpoint = 'https://ours.openai.azure.com/'",
        "azureOpenAiDeployment = 'gpt'", "alertEmail = 'ops@example.com'", "budgetStart = '2026-11-01'", "assignmentRequired = true", "databaseSignIn = true", "recoverVault = true",
        "purgeProtection = true", "publicOrigin = 'https://agent.example.com'", "frontDoorId = '33333333-3333-3333-3333-333333333333'", "extraSettings = 'eyJNT0RFTCI6IngifQ=='",
    ];

    [BicepCompilerTheory]
    [InlineData("Nobody could sign in", "createEntraApp = false")]
    [InlineData("belong together", "createEntraApp = false", "entraClientId = 'a'")]
    [InlineData("two registrations", "createEntraApp = false", "entraClientId = 'a'", "entraApiClientId = 'a'")]
    [InlineData("AI=existing needs", "ai = 'existing'")]
    [InlineData("FRONT_DOOR_ID needs", "frontDoorId = 'a'")]
    [InlineData("set one of them", "createFrontDoor = true", "frontDoorId = 'a'", "publicOrigin = 'https://a.test'")]
    [InlineData("DEMO needs", "demo = true")]
    public async Task What_cannot_work_is_refused_before_anything_is_created(string sentence, params string[] parameters)
    {
        var deployment = await Deployment.OfAsync(parameters);

        Assert.Contains(sentence, deployment.Refusal, StringComparison.Ordinal);
        Assert.Empty(deployment.Resources);
    }

    [BicepCompilerFact]
    public async Task A_locked_policy_is_left_alone()
    {
        var open = await Deployment.OfAsync("size = 'team'");
        var locked = await Deployment.OfAsync(EveryChoice);

        Assert.Null(locked.Refusal);
        Assert.Single(open.Of(Policy));
        Assert.Empty(locked.Of(Policy));
    }

    [BicepCompilerFact]
    public async Task A_model_is_never_part_of_what_must_succeed()
    {
        var created = await Deployment.OfAsync("size = 'team'");
        var existing = await Deployment.OfAsync(EveryChoice);
        var none = await Deployment.OfAsync("ai = 'none'", "size = 'quiet'");

        Assert.All([created, existing, none], static deployment => Assert.Empty(deployment.Of("Microsoft.CognitiveServices/accounts/deployments")));
        Assert.Single(created.Of(Account));
        Assert.Empty(existing.Of(Account).Concat(none.Of(Account)));
        Assert.Contains("'AZURE_OPENAI_ENDPOINT', 'https://ours.openai.azure.com/'", Settings(existing), StringComparison.Ordinal);
        Assert.DoesNotContain("AZURE_OPENAI", Settings(none), StringComparison.Ordinal);
        // The default model refuses tools in chat completions unless its reasoning is off.
        Assert.Contains("'MODEL_OPTIONS', '", Settings(created), StringComparison.Ordinal);
    }

    [BicepCompilerFact]
    public async Task Every_choice_reaches_the_resource_it_is_about()
    {
        var deployment = await Deployment.OfAsync(EveryChoice);

        Assert.Equal("recover", deployment.Properties("Microsoft.KeyVault/vaults").GetProperty("createMode").GetString());
        Assert.Equal("2026-11-01", deployment.Properties("Microsoft.Consumption/budgets").GetProperty("timePeriod").GetProperty("startDate").GetString());
        Assert.Equal(4, deployment.Properties("Microsoft.Consumption/budgets").GetProperty("notifications").EnumerateObject().Count());
        Assert.Equal(6, deployment.Of("Microsoft.Network/privateEndpoints").Count());
        Assert.Single(deployment.Of("Microsoft.DurableTask/schedulers/taskHubs"));
        Assert.Equal("Deny", deployment.Properties("Microsoft.Web/sites").GetProperty("siteConfig").GetProperty("ipSecurityRestrictionsDefaultAction").GetString());
        var principals = deployment.Resources.Where(static resource => resource.GetProperty("type").GetString() == "Microsoft.Graph/servicePrincipals@v1.0").ToArray();
        Assert.Equal(2, principals.Count(static principal => principal.GetProperty("properties").TryGetProperty("appRoleAssignmentRequired", out var required) && required.GetBoolean()));
        // Later members of a union win, so an operator's setting replaces the template's.
        Assert.Matches(@"createObject\('MODEL', 'x'\)\)\]$|json\(", Settings(deployment));
    }

    [BicepCompilerFact]
    public async Task A_Front_Door_forwards_the_paths_of_the_app_and_the_app_admits_nobody_else()
    {
        var deployment = await Deployment.OfAsync(Tried);
        var patterns = deployment.Of("Microsoft.Cdn/profiles/afdEndpoints/routes").Select(static route => route.GetProperty("properties").GetProperty("patternsToMatch").EnumerateArray().Select(static one => one.GetString()!).ToArray()).ToArray();
        var files = Directory.EnumerateFiles(Path.Combine(Fixtures.Clone.Root, "web", "public")).Select(static file => $"/{Path.GetFileName(file)}");

        Assert.Equal(
            ["/", "/api/*", "/auth/*", "/assets/*", .. files.Order(StringComparer.Ordinal), .. Functions.Web.WriteWebFile.Pages.SelectMany(static page => (string[])[page, $"{page}/*"])],
            patterns.SelectMany(static one => one));
        Assert.All(patterns, static one => Assert.InRange(one.Length, 1, 25));
        var lockedTo = deployment.Properties("Microsoft.Web/sites").GetProperty("siteConfig");
        Assert.Equal("Deny", lockedTo.GetProperty("ipSecurityRestrictionsDefaultAction").GetString());
        Assert.Contains("frontDoorId", lockedTo.GetProperty("ipSecurityRestrictions")[0].GetProperty("headers").GetProperty("x-azure-fdid")[0].GetString(), StringComparison.Ordinal);
        Assert.True(deployment.Properties("Microsoft.Cdn/profiles").GetProperty("originResponseTimeoutSeconds").GetInt32() > 220);
        Assert.Matches("'ONBEHALF_ORIGIN', .*afdEndpoints", Settings(deployment));
    }

    [BicepCompilerFact]
    public async Task A_demo_is_a_small_server_without_passwords_that_the_app_reaches_as_whoever_asks()
    {
        var deployment = await Deployment.OfAsync(Tried);
        var server = deployment.Of(Postgres).Single();
        var none = await Deployment.OfAsync("size = 'team'");

        Assert.Equal("Standard_B1ms", server.GetProperty("sku").GetProperty("name").GetString());
        Assert.Equal("Disabled", server.GetProperty("properties").GetProperty("authConfig").GetProperty("passwordAuth").GetString());
        Assert.Equal("deployer@contoso.com", deployment.Of($"{Postgres}/administrators").Single().GetProperty("properties").GetProperty("principalName").GetString());
        Assert.Equal(["0.0.0.0"], deployment.Of($"{Postgres}/firewallRules").Select(static rule => rule.GetProperty("properties").GetProperty("endIpAddress").GetString()!));
        Assert.Contains("user_impersonation", string.Concat(deployment.Resources.Select(static one => one.GetRawText())), StringComparison.Ordinal);
        Assert.Matches("'ONBEHALF_SOURCES', .*'credential', 'entra'", Settings(deployment));
        Assert.Empty(none.Of(Postgres).Concat(none.Of("Microsoft.Cdn/profiles")));
    }

    [BicepCompilerFact]
    public async Task Every_role_is_built_in_or_the_templates_own()
    {
        foreach (var deployment in (Deployment[])[await Deployment.OfAsync("size = 'team'"), await Deployment.OfAsync(EveryChoice)])
        {
            var own = deployment.Of("Microsoft.Authorization/roleDefinitions").Select(static role => role.GetProperty("name").GetString()!).ToArray();
            var assigned = deployment.Of("Microsoft.Authorization/roleAssignments").Select(static role => role.GetProperty("properties")).ToArray();

            Assert.Equal(2, own.Length);
            Assert.True(assigned.Length >= 7);
            Assert.All(assigned, role =>
            {
                Assert.Contains(role.GetProperty("roleDefinitionId").GetString()!.Split('/')[^1].TrimEnd('\'', ')', ']'), BuiltInRole.All.Select(static known => known.Id).Concat(own));
                Assert.Equal("ServicePrincipal", role.GetProperty("principalType").GetString());
            });
        }
    }

    [BicepCompilerFact]
    public async Task The_directory_permission_is_the_one_that_reads_people()
    {
        var deployment = await Deployment.OfAsync("size = 'team'");

        var granted = deployment.Resources.Where(static resource => resource.GetProperty("type").GetString()!.StartsWith("Microsoft.Graph/appRoleAssignedTo", StringComparison.Ordinal));

        Assert.Equal("df021288-bdef-4463-88db-98f22de89214", granted.Single().GetProperty("properties").GetProperty("appRoleId").GetString());
    }

    [BicepCompilerFact]
    public async Task The_log_of_the_audit_has_no_cap_and_every_other_cap_is_watched()
    {
        var deployment = await Deployment.OfAsync("size = 'team'");
        var workspaces = deployment.Of("Microsoft.OperationalInsights/workspaces").ToDictionary(static one => one.GetProperty("name").GetString()!, static one => one.GetProperty("properties"));
        var (audit, others) = (workspaces.Single(static one => one.Key.StartsWith("log-audit-", StringComparison.Ordinal)), workspaces.Where(static one => !one.Key.StartsWith("log-audit-", StringComparison.Ordinal)));

        Assert.Equal(-1, audit.Value.GetProperty("workspaceCapping").GetProperty("dailyQuotaGb").GetInt32());
        Assert.Equal(2, deployment.Of("Microsoft.Insights/diagnosticSettings").Count(one => one.GetProperty("properties").GetProperty("workspaceId").GetString()!.EndsWith(audit.Key, StringComparison.Ordinal)));
        Assert.Equal(100, deployment.Properties("Microsoft.Insights/components").GetProperty("SamplingPercentage").GetInt32());
        var rules = deployment.Of("Microsoft.Insights/scheduledQueryRules").Select(static rule => rule.GetProperty("properties").GetRawText()).ToArray();
        Assert.All(others, other => Assert.Contains(rules, rule => rule.Contains(other.Key, StringComparison.Ordinal) && rule.Contains("OverQuota", StringComparison.Ordinal)));
    }

    [BicepCompilerFact]
    public async Task Whoever_touches_the_audit_or_its_guards_is_told()
    {
        var deployment = await Deployment.OfAsync("size = 'team'");
        var touched = deployment.Properties("Microsoft.Insights/scheduledQueryRules", "onbehalf-audit-touched").GetRawText();
        var guards = deployment.Properties("Microsoft.Insights/activityLogAlerts", "onbehalf-audit-guards").GetRawText();

        Assert.All(["RequesterObjectId !=", "EntityGroupTransaction", "StorageDelete", "log-audit-"], word => Assert.Contains(word, touched, StringComparison.Ordinal));
        Assert.All(
            [
                "immutabilityPolicies/write", "immutabilityPolicies/delete", "immutabilityPolicies/lock/action", "immutabilityPolicies/extend/action", "managementPolicies/write", "managementPolicies/delete",
                "blobServices/write", "containers/write", "roleAssignments/write", "roleAssignments/delete", "diagnosticSettings/write", "diagnosticSettings/delete", "storageAccounts/staud",
            ],
            word => Assert.Contains(word, guards, StringComparison.Ordinal));
    }

    /// <summary>Parsed and bound by the language service, so a misspelt column is found too.</summary>
    [BicepCompilerFact]
    public async Task Every_query_of_an_alert_and_of_the_workbook_is_one_that_Kusto_reads()
    {
        var deployment = await Deployment.OfAsync("size = 'team'");
        var alerts = deployment.Of("Microsoft.Insights/scheduledQueryRules")
            .Select(static rule => rule.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0].GetProperty("query").GetString()!)
            .Select(static query => Regex.Match(query, @"^\[format\('(.*)', 'staud").Groups[1] is { Success: true } format ? format.Value.Replace("''", "'", StringComparison.Ordinal) : query);
        using var workbook = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "app", "workbook.json")));
        var items = FlexTests.Objects(workbook.RootElement).Where(static one => one.TryGetProperty("query", out _)).Select(static one => one.GetProperty("query").GetString()!);
        string[] queries = [.. alerts, .. items];
        var asked = Path.GetTempFileName();
        await File.WriteAllTextAsync(asked, JsonSerializer.Serialize(new { tables = Tables, queries = (string[])[.. queries, "AppTraces | where Massage has 'x'"] }));

        var mistakes = JsonSerializer.Deserialize<string[][]>(await Bicep.NodeAsync("kql.mjs", asked))!;

        Assert.True(queries.Length >= 13);
        Assert.All(queries.Zip(mistakes), static pair => Assert.True(pair.Second.Length == 0, $"{pair.First}: {string.Join(' ', pair.Second)}"));
        Assert.NotEmpty(mistakes[^1]);
        File.Delete(asked);
    }

    /// <summary>learn.microsoft.com/azure/azure-monitor/reference/tables-category: the columns that queries may name.</summary>
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["AppTraces"] = "(TimeGenerated:datetime, Message:string, SeverityLevel:int, OperationId:string, OperationName:string, Properties:dynamic, AppRoleName:string, AppRoleInstance:string)",
        ["AppRequests"] = "(TimeGenerated:datetime, Name:string, Success:bool, DurationMs:real, ResultCode:string, OperationId:string, OperationName:string, Properties:dynamic, Url:string)",
        ["AzureDiagnostics"] = "(TimeGenerated:datetime, ResourceProvider:string, OperationName:string, httpStatusCode_d:real, ResultType:string, Category:string)",
        ["StorageTableLogs"] = "(TimeGenerated:datetime, AccountName:string, Category:string, OperationName:string, StatusCode:string, StatusText:string, RequesterObjectId:string, AuthenticationType:string, Uri:string)",
        ["StorageBlobLogs"] = "(TimeGenerated:datetime, AccountName:string, Category:string, OperationName:string, StatusCode:string, StatusText:string, RequesterObjectId:string, AuthenticationType:string, Uri:string)",
        ["_LogOperation"] = "(TimeGenerated:datetime, Category:string, Operation:string, Level:string, Detail:string)",
    };

    internal static readonly string[] Tried = ["createFrontDoor = true", "demo = true", "demoAdminId = '44444444-4444-4444-4444-444444444444'", "demoAdminName = 'deployer@contoso.com'"];

    private const string Postgres = "Microsoft.DBforPostgreSQL/flexibleServers";

    private const string Policy = "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies";

    private const string Account = "Microsoft.CognitiveServices/accounts";

    internal static string Settings(Deployment deployment) => deployment.Of("Microsoft.Web/sites/config").Single().GetProperty("properties").GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal);
}
