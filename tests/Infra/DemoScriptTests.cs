using System.Text.RegularExpressions;

namespace Onbehalf.Tests.Infra;

/// <summary>The scripts of the demo company in both shells, against programs that only write down how they are called.</summary>
public sealed class DemoScriptTests
{
    private static readonly Dictionary<string, string> Provisioned = new()
    {
        ["DEMO_SERVER"] = "psql-1", ["AZURE_RESOURCE_GROUP"] = "rg-prod", ["DEMO_ALICE"] = "alice@contoso.com", ["DEMO_BOB"] = "bob@contoso.com", ["DEPLOYER_IP"] = "",
        ["DEMO_ADMIN_NAME"] = "me@contoso.com", ["APP_URL"] = "https://func-1.azurewebsites.net",
    };

    private static readonly (string Call, string Answer)[] Answers = [("ad user show --id alice", "a-1"), ("ad user show --id bob", "b-1"), ("account get-access-token", "the-token")];

    private const string Opened = "--name demo-door --template-file";

    private const string Filled = "dotnet run --project";

    private const string Shut = "az resource delete --resource-group rg-prod --namespace Microsoft.DBforPostgreSQL --parent flexibleServers/psql-1 --resource-type firewallRules --name seeding";

    [ToolFact("sh")]
    public Task The_server_is_filled_as_the_deployer_and_shut_again() => FillAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_fills_it_too() => FillAsync("pwsh");

    [ToolFact("sh")]
    public Task The_wiki_is_written_for_groups_of_the_demos_people() => WikiAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_writes_the_wiki_too() => WikiAsync("pwsh");

    [ToolFact("sh")]
    public Task A_demo_ends_with_its_server() => EndAsync("sh");

    [ToolFact("pwsh")]
    public Task PowerShell_ends_it_too() => EndAsync("pwsh");

    [ToolFact("sh")]
    public Task The_package_is_for_the_chosen_backend() => PackageAsync("sh", "sh");

    [ToolFact("pwsh")]
    public Task PowerShell_packs_for_the_chosen_backend() => PackageAsync("pwsh", "ps1");

    private static async Task FillAsync(string shell)
    {
        using var works = new FakeAzure(Answers, withDotnet: true);
        using var fails = new FakeAzure([("run --project", "!"), .. Answers], withDotnet: true);
        using var none = new FakeAzure([], withDotnet: true);

        var runs = await ScriptRuns.OfAsync(
            shell,
            "demo",
            (works, Provisioned),
            (fails, new Dictionary<string, string>(Provisioned) { ["DEPLOYER_IP"] = "203.0.113.7" }),
            (none, new Dictionary<string, string>(Provisioned) { ["DEMO_SERVER"] = "" }));
        var (filled, failed) = (runs[0], runs[1]);

        Assert.All(runs, static run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Contains("alice@contoso.com is Alice, bob@contoso.com is Bob", filled.Output, StringComparison.Ordinal);
        Assert.Matches(@"local/host\S* -- --fill-demo psql-1\.postgres\.database\.azure\.com me@contoso\.com alice=alice@contoso\.com=a-1 bob=bob@contoso\.com=b-1", works.Calls);
        Assert.Contains("server=psql-1 from=0.0.0.0 to=255.255.255.255", works.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token", works.Calls, StringComparison.Ordinal);
        foreach (var calls in (string[])[works.Calls, fails.Calls])
        {
            int[] order = [.. ((string[])[Opened, Filled, Shut]).Select(call => calls.IndexOf(call, StringComparison.Ordinal))];
            Assert.True(order[0] >= 0 && order.SequenceEqual(order.Order()), calls);
        }

        Assert.Contains("The demo company is not there yet", failed.Output, StringComparison.Ordinal);
        Assert.Contains("azd env set DEMO_FILLED true", works.Calls, StringComparison.Ordinal);
        Assert.Contains("azd env set DEMO_FILLED false", fails.Calls, StringComparison.Ordinal);
        Assert.Contains("from=203.0.113.7 to=203.0.113.7", fails.Calls, StringComparison.Ordinal);
        Assert.Empty(none.Calls);
    }

    private static async Task WikiAsync(string shell)
    {
        (string, string)[] answers =
        [
            ("signed-in-user show", "me-1"), ("ad user show --id alice", "a-1"), ("ad user show --id bob", "b-1"), ("get-access-token --scope api://onbehalf", "the-token"),
            ("group list --filter displayName eq 'Onbehalf demo prod hr'", "hr-1"), ("group list", ""), ("group create --display-name Onbehalf demo prod employees", "e-1"), ("group create", "s-1"),
            ("member check --group hr-1 --member-id a-1", "true"), ("member check", "false"),
        ];
        var deployed = new Dictionary<string, string>(Provisioned) { ["AZURE_ENV_NAME"] = "prod", ["ONBEHALF_API_SCOPE"] = "api://onbehalf/access_as_user", ["CI"] = "" };
        using var works = new FakeAzure(answers, withDotnet: true);
        using var refused = new FakeAzure([("group create", "!"), .. answers], withDotnet: true);
        using var fails = new FakeAzure([("run --project", "!"), .. answers], withDotnet: true);
        using var none = new FakeAzure([], withDotnet: true);

        var runs = await ScriptRuns.OfAsync(
            shell,
            "demo-wiki",
            (works, deployed),
            (refused, deployed),
            (fails, deployed),
            (none, new Dictionary<string, string>(deployed) { ["DEMO_SERVER"] = "" }),
            (none, new Dictionary<string, string>(deployed) { ["CI"] = "true" }));

        Assert.All(runs, static run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Contains("The demo's wiki is there", runs[0].Output, StringComparison.Ordinal);
        Assert.Matches(@"local/host\S* -- --fill-wiki https://func-1\.azurewebsites\.net employees=e-1 hr=hr-1 sales=s-1\n", works.Calls);
        Assert.Equal(
            ["e-1 --member-id me-1", "e-1 --member-id a-1", "e-1 --member-id b-1", "hr-1 --member-id me-1", "s-1 --member-id me-1", "s-1 --member-id b-1"],
            Regex.Matches(works.Calls, "member add --group (.*)").Select(static call => call.Groups[1].Value));
        Assert.DoesNotContain("the-token", works.Calls, StringComparison.Ordinal);
        Assert.Contains("azd env set DEMO_WIKI true", works.Calls, StringComparison.Ordinal);
        Assert.DoesNotContain(Filled, refused.Calls, StringComparison.Ordinal);
        Assert.All([refused.Calls, fails.Calls], static calls => Assert.Contains("azd env set DEMO_WIKI false", calls, StringComparison.Ordinal));
        Assert.All(runs.Take(1..3), static run => Assert.Contains("The demo's wiki is not there yet", run.Output, StringComparison.Ordinal));
        Assert.Empty(none.Calls);
        Assert.EndsWith($"demo-wiki.{(shell == "sh" ? "sh\"" : "ps1')")}\n", (await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "scripts", $"postdeploy.{(shell == "sh" ? "sh" : "ps1")}"))).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static async Task EndAsync(string shell)
    {
        using var azure = new FakeAzure(
        [
            ("get-value DEMO_SERVER", "psql-1"), ("get-value AZURE_RESOURCE_GROUP", "rg-prod"), ("get-value AZURE_ENV_NAME", "prod"),
            ("group list --filter displayName eq 'Onbehalf demo prod hr'", "hr-1"), ("group list --filter displayName eq 'Onbehalf demo prod sales'", "s-1"), ("group delete --group s-1", "!"),
        ]);
        using var fails = new FakeAzure([("resource delete", "!"), ("get-value DEMO_SERVER", "psql-1"), ("get-value AZURE_RESOURCE_GROUP", "rg-prod")]);

        var runs = await ScriptRuns.OfAsync(shell, "demo-off", (azure, new Dictionary<string, string>()), (fails, new Dictionary<string, string>()));
        var (ended, failed) = (runs[0], runs[1]);

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains("azd env set DEMO false", azure.Calls, StringComparison.Ordinal);
        Assert.Contains("az resource delete --resource-group rg-prod --resource-type Microsoft.DBforPostgreSQL/flexibleServers --name psql-1", azure.Calls, StringComparison.Ordinal);
        Assert.Contains("az ad group delete --group hr-1\n", azure.Calls, StringComparison.Ordinal);
        Assert.Contains("The group Onbehalf demo prod sales is still there.", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("azd provision\n", azure.Calls, StringComparison.Ordinal);
        Assert.NotEqual(0, failed.ExitCode);
    }

    /// <summary>In a copy of its own: the file beside this clone would change what is published meanwhile.</summary>
    private static async Task PackageAsync(string shell, string kind)
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-package-");
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.FullName, "infra", "scripts")).FullName, $"prepackage.{kind}");
        File.Copy(Path.Combine(Bicep.Folder, "scripts", $"prepackage.{kind}"), script);
        var packed = Path.Combine(folder.FullName, "artifacts", "package.props");
        string[] arguments = shell == "sh"
            ? ["-c", """for DURABLE_BACKEND in DurableTaskScheduler AzureStorage ''; do export DURABLE_BACKEND; sh "$0" || exit 1; cat "$1"; done""", script, packed]
            : ["-NoProfile", "-NonInteractive", "-Command", $"'DurableTaskScheduler', 'AzureStorage', '' | ForEach-Object {{ $env:DURABLE_BACKEND = $_; & '{script}'; Get-Content '{packed}' }}"];

        var run = await ProgramRun.OfAsync(ToolFactAttribute.Find(shell)!, arguments, folder.FullName);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@"\A[^\n]*<WithDurableTaskScheduler>true</\w+>[^\n]*\n[^\n]*<WithDurableTaskScheduler>false</\w+>[^\n]*\n[^\n]*<WithDurableTaskScheduler>false</\w+>[^\n]*\n\z", run.Output);
        folder.Delete(recursive: true);
    }
}
