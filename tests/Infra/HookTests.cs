using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra;

/// <summary>The hooks of azd in both shells, against an az and an azd that only write down how they are called.</summary>
public sealed class HookTests
{
    internal static readonly (string Call, string Answer)[] Well =
    [
        ("ad signed-in-user", "me"), ("list-flexconsumption-locations", "eastus2\\nswedencentral"), ("role assignment list", "Owner"), ("directoryRole", "Global Administrator"),
        ("usage list", "1000.0\\t0.0"),
    ];

    /// <summary>A name, what is set, what Azure answers before the rest, the exit code, words of the script, and calls that are made or, after "-", not made.</summary>
    private static readonly Case[] Cases =
    [
        new("all is well", [], [], 0, "", ["azd env set AZURE_OPENAI_LOCATION swedencentral", $"azd env set BUDGET_START {Month}", "-RECOVER", "-ad sp", "-DEMO"]),
        new("a budget of an environment that is gone", [("BUDGET_START", "2026-01-01")], [("budgets/onbehalf", "!")], 0, "", [$"azd env set BUDGET_START {Month}"]),
        new("a budget that is there", [("BUDGET_START", Month)], [("budgets/onbehalf", "2026-01-01T00:00:00Z")], 0, "", ["azd env set BUDGET_START 2026-01-01"]),
        new("a budget that is known", [("BUDGET_START", "2026-01-01")], [("budgets/onbehalf", "2026-01-01T00:00:00Z")], 0, "", ["-BUDGET_START"]),
        new("half an environment in another region", [], [("group show --name rg-prod", "eastus2")], 1, "azd env set AZURE_LOCATION eastus2", []),
        new("half an environment in the same region", [], [("group show --name rg-prod", "swedencentral")], 0, "", []),
        new("roles that cannot be read", [], [("role assignment list", "!")], 0, "cannot be read", []),
        new("roles of the tenant that cannot be read", [], [("directoryRole", "!")], 0, "roles in Entra cannot be read", []),
        new("two Front Doors", [("FRONT_DOOR", "true"), ("FRONT_DOOR_ID", "f"), ("PUBLIC_ORIGIN", "https://a.test")], [], 1, "set one of them", ["-az "]),
        new("a demo in a network", [("DEMO", "true"), ("VNET_ENABLED", "true")], [], 1, "DEMO is for trying", ["-az "]),
        new("a demo without people", [("DEMO", "true")], [], 1, "DEMO needs two people", []),
        new("a demo", Demo, People, 0, "", ["azd env set DEMO_ADMIN_ID me", "azd env set DEMO_ADMIN_NAME me@contoso.com"]),
        new("a demo of the deployer", Demo, [("ad user show --id alice", "me"), .. People], 1, "DEMO_ALICE cannot be you", []),
        new("a demo of one person", Demo, [("ad user show --id bob", "alice-id"), .. People], 1, "must be two people", []),
        new("a demo of somebody unknown", Demo, [("ad user show --id bob", "!"), .. People], 1, "DEMO_BOB, is not somebody of this tenant", []),
        new("a demo of a guest", [("DEMO", "true"), ("DEMO_ALICE", "a_b.com#EXT#@contoso.com"), ("DEMO_BOB", "bob@contoso.com")], People, 1, "is a guest", []),
        new("a demo by a guest", Demo, [("--query userPrincipalName", "me_b.com#EXT#@contoso.com"), .. People], 1, "You are a guest here", ["-DEMO_ADMIN_NAME"]),
        new("a demo in a pipeline", [.. Demo, ("CI", "true")], [("ad signed-in-user", "!")], 1, "DEMO needs a person who deploys", []),
        new("databases whose application is not in the tenant", [("DATABASE_SIGN_IN", "true")], [("ad sp show", "!")], 0, "", ["az ad sp create --id 123cd850"]),
        new("databases whose application may not be made", [("DATABASE_SIGN_IN", "true")], [("ad sp show", "!"), ("ad sp create", "!")], 1, "az ad sp create", []),
        new("consent for databases by nobody who may", [("DATABASE_SIGN_IN", "true"), ("GRANT_DIRECTORY_ACCESS", "false")], [("directoryRole", "x")], 1, "need an Application Administrator", []),
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
        new("settings that are no JSON", [("EXTRA_SETTINGS", "e30h")], [], 1, "EXTRA_SETTINGS is not JSON", ["-az "]),
        new("settings that are no texts", [("EXTRA_SETTINGS", "eyJBIjoxfQ==")], [], 1, "a value that is not a text", ["-az "]),
        new("settings that are well", [("EXTRA_SETTINGS", "eyJBIjoiMSJ9")], [], 0, "", []),
        new("a list of sources that is none", [("DATA_SOURCES", "{}")], [], 1, "DATA_SOURCES is not a JSON list", ["-az "]),
        new("a list of sources", [("DATA_SOURCES", "[]")], [], 0, "", []),
        new("issuers that are one issuer", [("OTHER_ISSUERS", "e30=")], [], 1, "OTHER_ISSUERS is not a JSON list", ["-az "]),
        new("connections that are no base64", [("CONNECTIONS", "[]")], [], 1, "CONNECTIONS is not base64", ["-az "]),
        new("Slack without its secrets", [("SLACK_TEAM", "T1"), ("SLACK_CLIENT_ID", "1")], [], 1, "SLACK_TEAM needs", ["-az "]),
        new("Slack with half its secrets", [("SLACK_TEAM", "T1"), ("SLACK_CLIENT_ID", "1"), ("SLACK_SECRETS", "eyJzaWduaW5nU2VjcmV0IjoiYSJ9")], [], 1, "SLACK_SECRETS lacks botToken", ["-az "]),
        new("a setting that Flex refuses", [("EXTRA_SETTINGS", "eyJGVU5DVElPTlNfV09SS0VSX1JVTlRJTUUiOiJ4In0=")], [], 1, "has FUNCTIONS_WORKER_RUNTIME, which a Flex Consumption app refuses", ["-az "]),
        new("the last of the settings that Flex refuses", [("EXTRA_SETTINGS", "eyJBIjoiMSIsIldFQlNJVEVfVk5FVF9ST1VURV9BTEwiOiIxIn0=")], [], 1, "has WEBSITE_VNET_ROUTE_ALL, which a Flex Consumption app refuses", ["-az "]),
        new("a value like a setting that Flex refuses", [("EXTRA_SETTINGS", "eyJBIjoiVFoifQ==")], [], 0, "", []),
        new("nobody is signed in", [], [("account show", "!")], 1, "az login", ["-role assignment"]),
        new("a region without Flex", [("AZURE_LOCATION", "westus9")], [], 1, "westus9 does not offer Flex Consumption", []),
        new("Contributor only", [], [("role assignment list", "Contributor")], 1, "User Access Administrator", []),
        new("Contributor who may assign but not define", [], [("role assignment list", "Contributor\\nRole Based Access Control Administrator")], 1, "User Access Administrator", []),
        new("Contributor and User Access Administrator", [], [("role assignment list", "Contributor\\nUser Access Administrator")], 0, "", []),
        new("a guest", [], [("directoryRole", "x"), ("userType", "Guest")], 1, "You are a guest", []),
        new("a tenant that forbids registrations", [], [("directoryRole", "x"), ("authorizationPolicy", "false")], 1, "lets only administrators register", []),
        new("no administrator of roles", [], [("directoryRole", "Application Administrator")], 1, "Privileged Role Administrator", []),
        new("no administrator of roles is needed", [("GRANT_DIRECTORY_ACCESS", "false")], [("directoryRole", "Application Administrator")], 0, "", []),
        new("an application in a pipeline", [("CI", "true")], [("ad signed-in-user", "!")], 0, "its roles are not checked", [$"azd env set BUDGET_START {Month}"]),
        new("a network without its provider", [("VNET_ENABLED", "true")], [("provider show", "NotRegistered")], 1, "az provider register", []),
        new("quota elsewhere", [], [("usage list --location swedencentral", "100.0\\t0.0")], 0, "The model goes to eastus2", ["azd env set AZURE_OPENAI_LOCATION eastus2"]),
        new("no quota", [], [("usage list", "")], 0, "without a model", ["azd env set AZURE_OPENAI_LOCATION swedencentral"]),
        new("no quota where it was chosen", [("AZURE_OPENAI_LOCATION", "uksouth")], [("usage list", "")], 0, "uksouth has no quota", ["-set AZURE_OPENAI_LOCATION"]),
        new("no model", [("AI", "none")], [], 0, "", ["-usage list", "azd env set AZURE_OPENAI_LOCATION swedencentral"]),
        new("a deleted vault and no answer", [], DeletedVault, 1, "SOFT_DELETED", ["-purge --"]),
        new("a deleted vault to recover", [("SOFT_DELETED", "recover")], DeletedVault, 0, "", ["azd env set RECOVER_VAULT true", "-purge --"]),
        new("a deleted vault to purge", [("SOFT_DELETED", "purge")], DeletedVault, 0, "", ["az keyvault purge --subscription sub --name kv-1 --location swedencentral", "-RECOVER_VAULT true"]),
        new("a protected vault to purge", [("SOFT_DELETED", "purge")], Deleted("true"), 1, "purge protection", ["-keyvault purge"]),
        new("a deleted vault that may not be purged", [("SOFT_DELETED", "purge")], [("keyvault purge", "!"), .. DeletedVault], 1, "The vault kv-1 was not purged", ["-cognitiveservices account"]),
        new("a vault that was recovered", [("RECOVER_VAULT", "true")], [], 0, "", ["azd env set RECOVER_VAULT false"]),
        new("a deleted model account to recover", [("SOFT_DELETED", "recover")], DeletedAccount, 0, "", ["azd env set RECOVER_OPENAI true"]),
        new("a deleted model account to purge", [("SOFT_DELETED", "purge")], DeletedAccount, 0, "", ["account purge --subscription sub --name cog-1 --location eastus2 --resource-group rg-prod"]),
        new("deleted registrations to recover", [("SOFT_DELETED", "recover")], [("GET --url https://graph.microsoft.com/v1.0/directory/deletedItems", "a1\\na2")], 0, "", ["deletedItems/a1/restore", "deletedItems/a2/restore"]),
        new("deleted registrations to purge", [("SOFT_DELETED", "purge")], DeletedRegistration, 0, "", ["DELETE --url https://graph.microsoft.com/v1.0/directory/deletedItems/a1"]),
        new("a deleted model account that may not be purged", [("SOFT_DELETED", "purge")], [("account purge", "!"), .. DeletedAccount], 1, "The model account cog-1 was not purged", ["-deletedItems"]),
        new("deleted registrations that may not be purged", [("SOFT_DELETED", "purge")], [("DELETE --url", "!"), .. DeletedRegistration], 1, "The app registration a1 was not purged", []),
        new("deleted registrations that may not be recovered", [("SOFT_DELETED", "recover")], [("deletedItems/a1/restore", "!"), .. DeletedRegistration], 1, "The app registration a1 was not recovered", []),
        new("an environment that cannot be written", [], [("env set", "!")], 1, "failed for a reason", ["-list-deleted"]),
        new("no checks", [("SKIP_CHECKS", "true")], [], 0, "", ["-az account", "azd env set AZURE_OPENAI_LOCATION swedencentral"]),
    ];

    private static string Month => $"{TimeProvider.System.GetUtcNow():yyyy-MM-01}";

    private static (string, string)[] Demo => [("DEMO", "true"), ("DEMO_ALICE", "alice@contoso.com"), ("DEMO_BOB", "bob@contoso.com")];

    private static (string, string)[] People =>
        [("ad user show --id alice@contoso.com", "alice-id"), ("ad user show --id bob@contoso.com", "bob-id"), ("--query userPrincipalName", "me@contoso.com")];

    internal static (string, string)[] DeletedVault => Deleted("null");

    private static (string, string)[] DeletedAccount =>
    [
        ("account list-deleted --subscription sub --output tsv", "cog-1\\teastus2\\t/id"),
        ("account list-deleted --subscription sub --output json", """[{"name":"cog-1","location":"eastus2","id":"/id","tags":{"azd-env-name":"prod"}},{"name":"other","location":"eastus2","tags":null}]"""),
    ];

    private static (string, string)[] DeletedRegistration => [("GET --url https://graph.microsoft.com/v1.0/directory/deletedItems", "a1")];

    /// <summary>Another environment's vault is among them, which az leaves out in one shell and the script in the other.</summary>
    private static (string, string)[] Deleted(string isProtected) =>
    [
        ("keyvault list-deleted --resource-type vault --subscription sub --output tsv", $"kv-1\\tswedencentral\\t{(isProtected == "true" ? "True" : "None")}"),
        ("keyvault list-deleted --resource-type vault --subscription sub --output json",
            """[{"name":"kv-0","properties":{"location":"swedencentral","tags":{"azd-env-name":"other"}}},{"name":"kv-1","properties":{"location":"swedencentral","purgeProtectionEnabled":PROTECTED,"tags":{"azd-env-name":"prod"}}}]"""
                .Replace("PROTECTED", isProtected, StringComparison.Ordinal)),
    ];

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

    [ToolFact("sh")]
    public Task What_did_not_work_after_provisioning_is_told_again_and_stops_nothing() => AfterProvisioningAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_tells_again_what_did_not_work() => AfterProvisioningAsync("pwsh");

    private static async Task CheckAsync(string shell)
    {
        var cases = Cases.Select(static one => (Case: one, Azure: new FakeAzure([.. one.Answers, .. Well]))).ToArray();

        var runs = await ScriptRuns.OfAsync(shell, "preprovision", [.. cases.Select(static one => (one.Azure, (IReadOnlyDictionary<string, string>)EnvironmentOf(one.Case)))]);

        foreach (var ((one, azure), run) in cases.Zip(runs))
        {
            var told = $"{one.Name}: {run.ExitCode}\n{run.Output}{run.Error}\n{azure.Calls}";
            Assert.True(run.ExitCode == one.ExitCode, told);
            Assert.True((run.Output + run.Error).Contains(one.Words, StringComparison.Ordinal), told);
            foreach (var call in one.Calls)
                Assert.True(call[0] == '-' ? !azure.Calls.Contains(call[1..], StringComparison.Ordinal) : azure.Calls.Contains(call, StringComparison.Ordinal), $"{call}\n{told}");
        }

        // The longest of them once more, with programs in place of functions.
        var longest = cases.MaxBy(static one => one.Azure.Calls.Length);
        using var programs = new FakeAzure([.. longest.Case.Answers, .. Well]);
        var again = await programs.RunAsync(shell, "preprovision", EnvironmentOf(longest.Case));
        Assert.Equal((longest.Case.ExitCode, longest.Azure.Calls), (again.ExitCode, programs.Calls));
        foreach (var (_, azure) in cases)
            azure.Dispose();
    }

    private static Dictionary<string, string> EnvironmentOf(Case one)
    {
        var environment = Known("AZURE_ENV_NAME", "prod", "AZURE_LOCATION", "swedencentral", "AZURE_SUBSCRIPTION_ID", "sub", "ALERT_EMAIL", "", "CI", "");
        foreach (var (name, value) in one.Set)
            environment[name] = value;
        return environment;
    }

    private static async Task ModelAsync(string shell)
    {
        var environment = Known("ONBEHALF_AI", "create", "AZURE_RESOURCE_GROUP", "rg-prod", "CHAT_ACCOUNT", "cog-1", "CHAT_MODEL", "gpt", "CHAT_MODEL_VERSION", "1", "CHAT_CAPACITY", "200");
        using var works = new FakeAzure([]);
        using var fails = new FakeAzure([("deployment group create", "!")]);
        using var none = new FakeAzure([]);

        var runs = await ScriptRuns.OfAsync(
            shell, "deploy-model", (works, environment), (fails, environment), (none, new Dictionary<string, string>(environment) { ["ONBEHALF_AI"] = "none" }));
        var (deployed, refused) = (runs[0], runs[1]);

        Assert.All(runs, static run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Contains("azd env set CHAT_DEPLOYED true", works.Calls, StringComparison.Ordinal);
        Assert.Contains("azd env set CHAT_DEPLOYED false", fails.Calls, StringComparison.Ordinal);
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
        using var recent = new FakeAzure([("role assignment list", $"{TimeProvider.System.GetUtcNow():O}")]);

        var runs = await ScriptRuns.OfAsync(shell, "predeploy", (old, environment), (unknown, environment), (recent, environment));

        Assert.All(runs, static run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Empty(runs[0].Output);
        Assert.Contains("--assignee principal --all", old.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("sleep", old.Calls, StringComparison.Ordinal);
        Assert.Contains("cannot be read", runs[1].Output, StringComparison.Ordinal);
        // How many seconds pass before the script reads its clock is unknown, but less than the hour that it waits.
        var waited = Regex.Match(runs[2].Output, @"waiting ([1-9]\d*) seconds").Groups[1].Value;
        Assert.NotEmpty(waited);
        Assert.Contains($"sleep {waited}\n", recent.Calls, StringComparison.Ordinal);
    }

    private static async Task NextStepsAsync(string shell)
    {
        var outputs = Known(
            "APP_URL", "https://func-1.azurewebsites.net", "SIGN_IN_REDIRECT_URL", "https://func-1.azurewebsites.net/auth/callback",
            "SLACK_EVENTS_URL", "https://func-1.azurewebsites.net/api/webhooks/slack/events", "SLACK_INTERACTIVITY_URL", "https://func-1.azurewebsites.net/api/webhooks/slack/interactions",
            "ONBEHALF_CLIENT_ID", "client", "ONBEHALF_API_CLIENT_ID", "api-client", "ONBEHALF_IDENTITY_PRINCIPAL_ID", "principal", "ONBEHALF_DIRECTORY_ACCESS_GRANTED", "false",
            "ONBEHALF_AUDIT_ACCOUNT", "staud1", "ONBEHALF_ANCHORS_LOCKED", "false", "ONBEHALF_ASSIGNMENT_REQUIRED", "true", "ONBEHALF_AI", "existing", "DEMO_SERVER", "");
        string[] words =
        [
            "https://func-1.azurewebsites.net/auth/callback", "servicePrincipals/principal/appRoleAssignments", "df021288-bdef-4463-88db-98f22de89214", "--account-name staud1", "azd env set ANCHORS_LOCKED true",
            "admin-consent --id client", "api-client", "Cognitive Services OpenAI User", $"./infra/scripts/next-steps.{(shell == "sh" ? "sh" : "ps1")}",
        ];
        using var none = new FakeAzure([]);
        using var asked = new FakeAzure(outputs.Select(static output => ($"env get-value {output.Key}", output.Value)));
        using var done = new FakeAzure([]);

        var ready = new Dictionary<string, string>(outputs)
        {
            ["ONBEHALF_DIRECTORY_ACCESS_GRANTED"] = "true", ["ONBEHALF_ANCHORS_LOCKED"] = "true", ["ONBEHALF_ASSIGNMENT_REQUIRED"] = "false", ["ONBEHALF_AI"] = "create",
        };
        var runs = await ScriptRuns.OfAsync(shell, "next-steps", (none, outputs), (asked, Known()), (done, ready));
        var (told, later, nothing) = (runs[0], runs[1], runs[2]);

        Assert.True(told.ExitCode == 0, told.Error);
        Assert.All(words, word => Assert.Contains(word, told.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("98830695", told.Output, StringComparison.Ordinal);
        Assert.Empty(none.Calls);
        Assert.Equal(told.Output, later.Output);
        Assert.All(words[1..^1], word => Assert.DoesNotContain(word, nothing.Output, StringComparison.Ordinal));
    }

    /// <summary>The environment of the hook has the answers of an earlier run. The scripts wrote newer ones, which azd has.</summary>
    private static async Task AfterProvisioningAsync(string shell)
    {
        var end = shell == "sh" ? "sh" : "ps1";
        var outputs = Known(
            "APP_URL", "https://func-1.azurewebsites.net", "SIGN_IN_REDIRECT_URL", "r", "SLACK_EVENTS_URL", "e", "SLACK_INTERACTIVITY_URL", "i", "ONBEHALF_CLIENT_ID", "client", "ONBEHALF_API_CLIENT_ID", "api-client",
            "ONBEHALF_IDENTITY_PRINCIPAL_ID", "principal", "ONBEHALF_DIRECTORY_ACCESS_GRANTED", "true", "ONBEHALF_AUDIT_ACCOUNT", "staud1", "ONBEHALF_ANCHORS_LOCKED", "true", "ONBEHALF_ASSIGNMENT_REQUIRED", "false",
            "ONBEHALF_AI", "create", "AZURE_RESOURCE_GROUP", "rg-prod", "CHAT_ACCOUNT", "cog-1", "CHAT_MODEL", "gpt", "CHAT_MODEL_VERSION", "1", "CHAT_CAPACITY", "200", "CHAT_DEPLOYED", "true", "DEMO_FILLED", "true",
            "DEMO_WIKI", "true", "DEMO_SERVER", "psql-1", "DEMO_ALICE", "alice@contoso.com", "DEMO_BOB", "bob@contoso.com", "DEMO_ADMIN_NAME", "me@contoso.com", "DEPLOYER_IP", "");
        string[] retried = [$"\n  ./infra/scripts/deploy-model.{end}\n", $"\n  ./infra/scripts/demo.{end}\n", $"\n  ./infra/scripts/demo-wiki.{end}\n"];
        using var fails = new FakeAzure([("deployment group create", "!"), ("env get-value CHAT_DEPLOYED", "false"), ("env get-value DEMO_FILLED", "false"), ("env get-value DEMO_WIKI", "false")], withDotnet: true);
        using var works = new FakeAzure([("env get-value CHAT_DEPLOYED", "true"), ("env get-value DEMO_FILLED", "true"), ("env get-value DEMO_WIKI", "true")], withDotnet: true);

        // In sh each script of the hook is a program, to which functions are unknown.
        var runs = shell == "sh"
            ? [await fails.RunAsync(shell, "postprovision", outputs), await works.RunAsync(shell, "postprovision", outputs)]
            : await ScriptRuns.OfAsync(shell, "postprovision", (fails, outputs), (works, outputs));
        var (failed, done) = (runs[0], runs[1]);

        Assert.True((failed.ExitCode, done.ExitCode) == (0, 0), failed.Error + done.Error);
        Assert.All(retried, command => Assert.Contains(command, failed.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        Assert.All((string[])["azd env set CHAT_DEPLOYED false", "azd env set DEMO_FILLED false"], call => Assert.Contains(call, fails.Calls, StringComparison.Ordinal));
        Assert.All(retried, command => Assert.DoesNotContain(command, done.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal));
        Assert.All((string[])["azd env set CHAT_DEPLOYED true", "azd env set DEMO_FILLED true"], call => Assert.Contains(call, works.Calls, StringComparison.Ordinal));
        string[] order = ["The model gpt is deployed.", "The demo company is there", "Onbehalf is provisioned: https://func-1"];
        Assert.Equal(order.Select(words => done.Output.IndexOf(words, StringComparison.Ordinal)).Order(), order.Select(words => done.Output.IndexOf(words, StringComparison.Ordinal)));
        Assert.All(order, words => Assert.Contains(words, done.Output, StringComparison.Ordinal));
    }

    internal static Dictionary<string, string> Known(params string[] pairs) => pairs.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1]);

    private sealed record Case(string Name, (string Name, string Value)[] Set, (string Call, string Answer)[] Answers, int ExitCode, string Words, string[] Calls);
}
