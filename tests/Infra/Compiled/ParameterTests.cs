namespace Onbehalf.Tests.Infra.Compiled;

/// <summary>The parameters that <see cref="DeploymentTests.EveryChoice"/> and <see cref="DeploymentTests.Tried"/> leave at their defaults, each evaluated to the resources it changes.</summary>
[Collection(BicepCompiler.Collection)]
public sealed class ParameterTests
{
    /// <summary>Own registrations, a created model in a private network, and every channel.</summary>
    private static readonly string[] TheRest =
    [
        "createEntraApp = false", "entraClientId = '55555555-5555-5555-5555-555555555555'", "entraApiClientId = '66666666-6666-6666-6666-666666666666'", "grantDirectoryAccess = false",
        "otherIssuers = 'W3siaWQiOiJva3RhIn1d'", "identitySignals = 'W3sicHJvdmlkZXIiOiJva3RhIn1d'", "sources = [{ id: 'crm' }]", "connections = 'W3siaWQiOiJjcm0ifV0='",
        "slackTeam = 'T1'", "slackClientId = '1.2'", "slackSecrets = 'eyJzaWduaW5nU2VjcmV0IjoicyIsImJvdFRva2VuIjoiYiIsImNsaWVudFNlY3JldCI6ImMifQ=='",
        "pushContact = 'mailto:ops@example.com'", "pushPrivateKey = 'key'", "auditorGroup = '77777777-7777-7777-7777-777777777777'", "identityConfirmSeconds = 5",
        "openAiLocation = 'eastus2'", "chatModel = 'gpt-5.4-mini'", "chatModelVersion = '2026-03-17'", "chatCapacity = 50", "recoverOpenAi = true", "softDeleteDays = 30", "anchorDays = 31",
        "storageSku = 'Standard_ZRS'", "vnetEnabled = true", "deployerIp = '203.0.113.7'", "alwaysReadyInstances = 3", "maximumInstances = 70", "dailyLogGigabytes = 7",
        "alertEmail = 'ops@example.com'", "budgetStart = '2026-11-01'", "monthlyBudget = 0",
    ];

    [Fact]
    public async Task Every_parameter_of_the_template_is_set_in_a_case_that_is_evaluated()
    {
        string[] always = ["environmentName", "location"];
        var set = DeploymentTests.EveryChoice.Concat(DeploymentTests.Tried).Concat(TheRest).Select(static line => line.Split(" = ")[0]);

        Assert.Equal((await Bicep.MainAsync()).Parameters.Select(static parameter => parameter.Name).Order(), always.Concat(set).Distinct().Order());
    }

    [BicepCompilerFact]
    public async Task An_own_registration_makes_nothing_in_the_directory()
    {
        var deployment = await Deployment.OfAsync(TheRest);

        Assert.Null(deployment.Refusal);
        Assert.DoesNotContain(deployment.Resources, static resource => resource.GetProperty("type").GetString()!.StartsWith("Microsoft.Graph/", StringComparison.Ordinal));
    }

    [BicepCompilerFact]
    public async Task A_private_network_reaches_the_created_model_and_admits_one_address_to_storage_and_vault()
    {
        var deployment = await Deployment.OfAsync(TheRest);
        var model = deployment.Of("Microsoft.CognitiveServices/accounts").Single();
        var accounts = deployment.Of("Microsoft.Storage/storageAccounts").ToArray();

        Assert.Equal(7, deployment.Of("Microsoft.Network/privateEndpoints").Count());
        Assert.Equal(5, deployment.Of("Microsoft.Network/privateDnsZones").Count());
        Assert.Equal("eastus2", model.GetProperty("location").GetString());
        Assert.True(model.GetProperty("properties").GetProperty("restore").GetBoolean());
        Assert.Equal("Disabled", model.GetProperty("properties").GetProperty("publicNetworkAccess").GetString());
        Assert.All(accounts, static account => Assert.Equal("Standard_ZRS", account.GetProperty("sku").GetProperty("name").GetString()));
        Assert.Contains("203.0.113.7", deployment.Properties("Microsoft.KeyVault/vaults").GetProperty("networkAcls").GetRawText(), StringComparison.Ordinal);
        // The audit's account stays closed.
        var admitting = accounts.Where(static account => account.GetRawText().Contains("203.0.113.7", StringComparison.Ordinal)).Select(static account => account.GetProperty("name").GetString()!);
        Assert.DoesNotContain(Assert.Single(admitting), "staud", StringComparison.Ordinal);
    }

    [BicepCompilerFact]
    public async Task A_number_of_the_deployer_replaces_the_one_of_the_size()
    {
        var deployment = await Deployment.OfAsync(TheRest);
        var scale = deployment.Properties("Microsoft.Web/sites").GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency");
        var caps = deployment.Of("Microsoft.OperationalInsights/workspaces").Select(static one => one.GetProperty("properties").GetProperty("workspaceCapping").GetProperty("dailyQuotaGb").GetInt32());

        Assert.Equal(70, scale.GetProperty("maximumInstanceCount").GetInt32());
        Assert.All(scale.GetProperty("alwaysReady").EnumerateArray(), static ready => Assert.Equal(3, ready.GetProperty("instanceCount").GetInt32()));
        Assert.Equal([-1, 7], caps.Order());
        Assert.Equal(30, deployment.Properties("Microsoft.KeyVault/vaults").GetProperty("softDeleteRetentionInDays").GetInt32());
        Assert.Equal(31, deployment.Properties("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies").GetProperty("immutabilityPeriodSinceCreationInDays").GetInt32());
        Assert.Empty(deployment.Of("Microsoft.Consumption/budgets"));
    }

    [BicepCompilerFact]
    public async Task A_secret_is_in_the_vault_and_its_setting_refers_to_it()
    {
        var deployment = await Deployment.OfAsync(TheRest);
        var settings = DeploymentTests.Settings(deployment);
        string[] secrets =
        [
            "connections", "identity-signals", "issuers", "push-private-key", "slack-bot-token", "slack-client-secret", "slack-previous-signing-secret", "slack-signing-secret",
        ];

        Assert.Equal(secrets, deployment.Of("Microsoft.KeyVault/vaults/secrets").Select(static secret => secret.GetProperty("name").GetString()!.Split("/setting-")[1]).Order(StringComparer.Ordinal));
        Assert.All(
            ["'ONBEHALF_IDENTITY_SIGNALS', reference(", "'ONBEHALF_CONNECTIONS', reference(", "'IDENTITY_CONFIRM_SECONDS', '5'", "'ONBEHALF_AUDITOR_GROUP', '77777777", "secrets/setting-issuers)"],
            words => Assert.Contains(words, settings, StringComparison.Ordinal));
        Assert.Matches(@"'ONBEHALF_SOURCES', '.*""crm", settings);
        Assert.DoesNotContain("W3siaWQi", settings, StringComparison.Ordinal);
        // The chosen model needs no options of its own.
        Assert.DoesNotContain("MODEL_OPTIONS", settings, StringComparison.Ordinal);
    }
}
