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

        var filled = await works.RunAsync(shell, "demo", Provisioned);
        var failed = await fails.RunAsync(shell, "demo", new Dictionary<string, string>(Provisioned) { ["DEPLOYER_IP"] = "203.0.113.7" });
        var without = await none.RunAsync(shell, "demo", new Dictionary<string, string>(Provisioned) { ["DEMO_SERVER"] = "" });

        Assert.Equal((0, 0, 0), (filled.ExitCode, failed.ExitCode, without.ExitCode));
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

    private static async Task EndAsync(string shell)
    {
        using var azure = new FakeAzure([("get-value DEMO_SERVER", "psql-1"), ("get-value AZURE_RESOURCE_GROUP", "rg-prod")]);
        using var fails = new FakeAzure([("resource delete", "!"), ("get-value DEMO_SERVER", "psql-1"), ("get-value AZURE_RESOURCE_GROUP", "rg-prod")]);

        var ended = await azure.RunAsync(shell, "demo-off", new Dictionary<string, string>());
        var failed = await fails.RunAsync(shell, "demo-off", new Dictionary<string, string>());

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains("azd env set DEMO false", azure.Calls, StringComparison.Ordinal);
        Assert.Contains("az resource delete --resource-group rg-prod --resource-type Microsoft.DBforPostgreSQL/flexibleServers --name psql-1", azure.Calls, StringComparison.Ordinal);
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
        string[] arguments = shell == "sh" ? [script] : ["-NoProfile", "-NonInteractive", "-File", script];

        foreach (var (backend, with) in ((string, string)[])[("DurableTaskScheduler", "true"), ("AzureStorage", "false"), ("", "false")])
        {
            var run = ProgramRun.OfAsync(ToolFactAttribute.Find(shell)!, arguments, folder.FullName, new Dictionary<string, string> { ["DURABLE_BACKEND"] = backend });
            Assert.True((await run).ExitCode == 0, (await run).Error);
            Assert.Contains($"<WithDurableTaskScheduler>{with}</WithDurableTaskScheduler>", await File.ReadAllTextAsync(packed), StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }
}
