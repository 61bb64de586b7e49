using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra;

/// <summary>The hooks of azd in both shells, against an az and an azd that only write down how they are called.</summary>
public sealed class HookTests
{
    private static readonly (string Call, string Answer)[] Well =
    [
        ("ad signed-in-user", "me"), ("list-flexconsumption-locations", "eastus2\\nswedencentral"), ("role assignment list", "Owner"), ("directoryRole", "Global Administrator"),
        ("usage list", "1000.0\\t0.0"),
    ];

    /// <summary>A name, what is set, what Azure answers before the rest, the exit code, words of the script, and calls that are made or, after "-", not made.</summary>
    private static readonly Case[] Cases =
    [
        new("all is well", [], [], 0, "", ["azd env set AZURE_OPENAI_LOCATION swedencentral", "azd env set BUDGET_START 20", "-RECOVER"]),
        new("a name of 65 characters", [("AZURE_ENV_NAME", new string('n', 65))], [], 1, "longer than 64 characters", ["-az "]),
        new("a name of 64 characters with dots", [("AZURE_ENV_NAME", $"{new string('n', 60)}.a.b")], [], 0, "", []),
        new("a name that ends in a dot", [("AZURE_ENV_NAME", "prod.")], [], 1, "ends in a dot", ["-az "]),
        new("a name with a space", [("AZURE_ENV_NAME", "my prod")], [], 1, "letters, digits", ["-az "]),
        new("no issuer", [("CREATE_ENTRA_APP", "false")], [], 1, "Nobody could sign in", ["-az "]),
        new("half a registration", [("CREATE_ENTRA_APP", "false"), ("ENTRA_CLIENT_ID", "a")], [], 1, "needs ENTRA_API_CLIENT_ID", ["-az "]),
        new("one registration for two", [("CREATE_ENTRA_APP", "false"), ("ENTRA_CLIENT_ID", "a"), ("ENTRA_API_CLIENT_ID", "a")], [], 1, "two registrations", ["-az "]),
        new("another provider", [("CREATE_ENTRA_APP", "false"), ("OTHER_ISSUERS", "W10=")], [], 0, "", ["-deletedItems"]),
        new("an existing model without an address", [("AI", "existing")], [], 1, "AI=existing needs", ["-az "]),
        new("a Front Door without an address", [("FRONT_DOOR_ID", "f")], [], 1, "FRONT_DOOR_ID needs PUBLIC_ORIGIN", ["-az "]),
        new("settings that are no base64", [("EXTRA_SETTINGS", "{}")], [], 1, "not base64", ["-az "]),
        new("settings that are no object", [("EXTRA_SETTINGS", "W10=")], [], 1, "not a JSON object", ["-az "]),
        new("a setting that Flex refuses", [("EXTRA_SETTINGS", "eyJGVU5DVElPTlNfV09SS0VSX1JVTlRJTUUiOiJ4In0=")], [], 1, "refuses", ["-az "]),
        new("nobody is signed in", [], [("account show", "!")], 1, "az login", ["-role assignment"]),
        new("a region without Flex", [("AZURE_LOCATION", "westus9")], [], 1, "westus9 does not offer Flex Consumption", []),
        new("Contributor only", [], [("role assignment list", "Contributor")], 1, "User Access Administrator", []),
        new("Contributor who may assign but not define", [], [("role assignment list", "Contributor\\nRole Based Access Control Administrator")], 1, "User Access Administrator", []),
        new("Contributor and User Access Administrator", [], [("role assignment list", "Contributor\\nUser Access Administrator")], 0, "", []),
        new("a guest", [], [("directoryRole", "x"), ("userType", "Guest")], 1, "You are a guest", []),
        new("a tenant that forbids registrations", [], [("directoryRole", "x"), ("authorizationPolicy", "false")], 1, "lets only administrators register", []),
        new("no administrator of roles", [], [("directoryRole", "Application Administrator")], 1, "Privileged Role Administrator", []),
        new("no administrator of roles is needed", [("GRANT_DIRECTORY_ACCESS", "false")], [("directoryRole", "Application Administrator")], 0, "", []),
        new("an application in a pipeline", [("CI", "true")], [("ad signed-in-user", "!")], 0, "its roles are not checked", ["-BUDGET_START"]),
        new("a network without its provider", [("VNET_ENABLED", "true")], [("provider show", "NotRegistered")], 1, "az provider register", []),
        new("quota elsewhere", [], [("usage list --location swedencentral", "100.0\\t0.0")], 0, "The model goes to eastus2", ["azd env set AZURE_OPENAI_LOCATION eastus2"]),
        new("no quota", [], [("usage list", "")], 0, "without a model", ["azd env set AZURE_OPENAI_LOCATION swedencentral"]),
        new("no quota where it was chosen", [("AZURE_OPENAI_LOCATION", "uksouth")], [("usage list", "")], 0, "uksouth has no quota", ["-set AZURE_OPENAI_LOCATION"]),
        new("no model", [("AI", "none")], [], 0, "", ["-usage list", "azd env set AZURE_OPENAI_LOCATION swedencentral"]),
        new("a deleted vault and no answer", [], [DeletedVault], 1, "SOFT_DELETED", ["-purge --"]),
        new("a deleted vault to recover", [("SOFT_DELETED", "recover")], [DeletedVault], 0, "", ["azd env set RECOVER_VAULT true", "-purge --"]),
        new("a deleted vault to purge", [("SOFT_DELETED", "purge")], [DeletedVault], 0, "", ["az keyvault purge --subscription sub --name kv-1 --location swedencentral", "-RECOVER_VAULT true"]),
        new("a protected vault to purge", [("SOFT_DELETED", "purge")], [("keyvault list-deleted", "kv-1\\tswedencentral\\tTrue")], 1, "purge protection", ["-keyvault purge"]),
        new("a vault that was recovered", [("RECOVER_VAULT", "true")], [], 0, "", ["azd env set RECOVER_VAULT false"]),
        new("a deleted model account to recover", [("SOFT_DELETED", "recover")], [("account list-deleted", "cog-1\\teastus2\\t/id")], 0, "", ["azd env set RECOVER_OPENAI true"]),
        new("a deleted model account to purge", [("SOFT_DELETED", "purge")], [("account list-deleted", "cog-1\\teastus2\\t/id")], 0, "", ["account purge --subscription sub --name cog-1 --location eastus2 --resource-group rg-prod"]),
        new("deleted registrations to recover", [("SOFT_DELETED", "recover")], [("GET --url https://graph.microsoft.com/v1.0/directory/deletedItems", "a1\\na2")], 0, "", ["deletedItems/a1/restore", "deletedItems/a2/restore"]),
        new("deleted registrations to purge", [("SOFT_DELETED", "purge")], [("GET --url https://graph.microsoft.com/v1.0/directory/deletedItems", "a1")], 0, "", ["DELETE --url https://graph.microsoft.com/v1.0/directory/deletedItems/a1"]),
        new("no checks", [("SKIP_CHECKS", "true")], [], 0, "", ["-az account", "azd env set AZURE_OPENAI_LOCATION swedencentral"]),
    ];

    private static (string, string) DeletedVault => ("keyvault list-deleted", "kv-1\\tswedencentral\\tNone");

    [ToolFact("sh")]
    public Task What_would_fail_is_refused_before_anything_is_created() => CheckAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_refuses_the_same() => CheckAsync("pwsh");

    [ToolFact("sh")]
    public Task A_model_that_cannot_be_deployed_stops_nothing() => ModelAsync("sh");

    [ToolFact("pwsh")]
    public Task A_model_that_PowerShell_cannot_deploy_stops_nothing() => ModelAsync("pwsh");

    [ToolFact("sh")]
    public Task A_deployment_waits_for_new_roles_and_not_for_old_ones() => RolesAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_waits_for_new_roles_too() => RolesAsync("pwsh");

    [ToolFact("sh")]
    public Task What_is_left_to_do_is_told_with_the_names_of_what_was_made() => NextStepsAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_tells_the_same() => NextStepsAsync("pwsh");

    private static async Task CheckAsync(string shell)
    {
        foreach (var one in Cases)
        {
            using var azure = new FakeAzure([.. one.Answers, .. Well]);
            var environment = Known("AZURE_ENV_NAME", "prod", "AZURE_LOCATION", "swedencentral", "AZURE_SUBSCRIPTION_ID", "sub", "ALERT_EMAIL", "", "CI", "");
            foreach (var (name, value) in one.Set)
                environment[name] = value;

            var run = await azure.RunAsync(shell, "preprovision", environment);

            var told = $"{one.Name}: {run.ExitCode}\n{run.Output}{run.Error}\n{azure.Calls}";
            Assert.True(run.ExitCode == one.ExitCode, told);
            Assert.True((run.Output + run.Error).Contains(one.Words, StringComparison.Ordinal), told);
            foreach (var call in one.Calls)
                Assert.True(call[0] == '-' ? !azure.Calls.Contains(call[1..], StringComparison.Ordinal) : azure.Calls.Contains(call, StringComparison.Ordinal), $"{call}\n{told}");
        }
    }

    private static async Task ModelAsync(string shell)
    {
        var environment = Known("ONBEHALF_AI", "create", "AZURE_RESOURCE_GROUP", "rg-prod", "CHAT_ACCOUNT", "cog-1", "CHAT_MODEL", "gpt", "CHAT_MODEL_VERSION", "1", "CHAT_CAPACITY", "200");
        using var works = new FakeAzure([]);
        using var fails = new FakeAzure([("deployment group create", "!")]);
        using var none = new FakeAzure([]);

        var deployed = await works.RunAsync(shell, "deploy-model", environment);
        var refused = await fails.RunAsync(shell, "deploy-model", environment);
        var skipped = await none.RunAsync(shell, "deploy-model", new Dictionary<string, string>(environment) { ["ONBEHALF_AI"] = "none" });

        Assert.Equal((0, 0, 0), (deployed.ExitCode, refused.ExitCode, skipped.ExitCode));
        Assert.Contains("The model gpt is deployed.", deployed.Output, StringComparison.Ordinal);
        Assert.Matches(@"--resource-group rg-prod --name model --template-file \S+model\.bicep --output none --parameters accountName=cog-1 model=gpt version=1 capacity=200", works.Calls);
        Assert.Contains("was not deployed; everything else is", refused.Output, StringComparison.Ordinal);
        Assert.Contains("failed for a reason", refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.Empty(none.Calls);
    }

    private static async Task RolesAsync(string shell)
    {
        var environment = Known("ONBEHALF_IDENTITY_PRINCIPAL_ID", "principal", "ROLE_WAIT_SECONDS", "3600");
        using var old = new FakeAzure([("role assignment list", "2026-01-01T00:00:00.123456+00:00")]);
        using var unknown = new FakeAzure([("role assignment list", "!")]);
        using var recent = new FakeAzure([("role assignment list", $"{TimeProvider.System.GetUtcNow().AddSeconds(-3598.8):O}")]);

        var atOnce = await old.RunAsync(shell, "predeploy", environment);
        var unread = await unknown.RunAsync(shell, "predeploy", environment);
        var waited = await recent.RunAsync(shell, "predeploy", environment);

        Assert.Equal((0, 0, 0), (atOnce.ExitCode, unread.ExitCode, waited.ExitCode));
        Assert.DoesNotContain("waiting", atOnce.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be read", unread.Output, StringComparison.Ordinal);
        Assert.Contains("--assignee principal --all", old.Calls, StringComparison.Ordinal);
        Assert.True(waited.Output.Length == 0 || Regex.IsMatch(waited.Output, "waiting [12] seconds"), waited.Output);
    }

    private static async Task NextStepsAsync(string shell)
    {
        var outputs = Known(
            "SERVICE_API_URI", "https://func-1.azurewebsites.net", "SIGN_IN_REDIRECT_URL", "https://func-1.azurewebsites.net/auth/callback",
            "SLACK_EVENTS_URL", "https://func-1.azurewebsites.net/api/webhooks/slack/events", "SLACK_INTERACTIVITY_URL", "https://func-1.azurewebsites.net/api/webhooks/slack/interactions",
            "ONBEHALF_CLIENT_ID", "client", "ONBEHALF_API_CLIENT_ID", "api-client", "ONBEHALF_IDENTITY_PRINCIPAL_ID", "principal", "ONBEHALF_DIRECTORY_ACCESS_GRANTED", "false",
            "ONBEHALF_AUDIT_ACCOUNT", "staud1", "ONBEHALF_ANCHORS_LOCKED", "false", "ONBEHALF_ASSIGNMENT_REQUIRED", "true", "ONBEHALF_AI", "existing");
        string[] words =
        [
            "https://func-1.azurewebsites.net/auth/callback", "servicePrincipals/principal/appRoleAssignments", "df021288-bdef-4463-88db-98f22de89214", "--account-name staud1", "azd env set ANCHORS_LOCKED true",
            "admin-consent --id client", "api-client", "Cognitive Services OpenAI User", $"./infra/scripts/next-steps.{(shell == "sh" ? "sh" : "ps1")}",
        ];
        using var none = new FakeAzure([]);
        using var asked = new FakeAzure(outputs.Select(static output => ($"env get-value {output.Key}", output.Value)));
        using var done = new FakeAzure([]);

        var told = await none.RunAsync(shell, "next-steps", outputs);
        var later = await asked.RunAsync(shell, "next-steps", Known());
        var nothing = await done.RunAsync(shell, "next-steps", new Dictionary<string, string>(outputs)
        {
            ["ONBEHALF_DIRECTORY_ACCESS_GRANTED"] = "true", ["ONBEHALF_ANCHORS_LOCKED"] = "true", ["ONBEHALF_ASSIGNMENT_REQUIRED"] = "false", ["ONBEHALF_AI"] = "create",
        });

        Assert.True(told.ExitCode == 0, told.Error);
        Assert.All(words, word => Assert.Contains(word, told.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("98830695", told.Output, StringComparison.Ordinal);
        Assert.Empty(none.Calls);
        Assert.Equal(told.Output, later.Output);
        Assert.All(words[1..^1], word => Assert.DoesNotContain(word, nothing.Output, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Known(params string[] pairs) => pairs.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);

    private sealed record Case(string Name, (string Name, string Value)[] Set, (string Call, string Answer)[] Answers, int ExitCode, string Words, string[] Calls);
}
