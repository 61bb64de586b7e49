using System.Text.RegularExpressions;
using Onbehalf.Identity.Issuers;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>Compares the settings that the code reads, that docs/reference.md lists, and that the Azure template sets.</summary>
public sealed partial class SettingTests
{
    /// <summary>Set by the platform, not by an operator.</summary>
    private static readonly string[] FromThePlatform = ["IDENTITY_ENDPOINT", "WEBSITE_HOSTNAME", "AZURE_CLIENT_ID"];

    /// <summary>Read by the Functions host, by Durable Functions and by the exporter.</summary>
    private static readonly string[] ReadByTheHost = ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"];

    private static readonly string[] WithoutDefault =
        ["ONBEHALF_TABLES", "ONBEHALF_FILES", "ONBEHALF_AUDIT_TABLES", "ONBEHALF_AUDIT_ANCHORS", "ONBEHALF_KEYVAULT_URI", "ONBEHALF_ISSUERS", "ONBEHALF_TASK_HUB"];

    private static readonly string[] SettingModules = ["main.bicep", "function.bicep", "slack.bicep", "push.bicep"];

    [Fact]
    public void Every_setting_the_product_reads_is_in_the_reference()
    {
        Assert.Empty(ReadByTheCode().Except(FromThePlatform).Except(InTheReference()).Order());
    }

    [Fact]
    public async Task Every_setting_made_in_Azure_is_read_and_what_has_no_default_is_made()
    {
        var made = await MadeInAzureAsync();

        Assert.DoesNotContain(made.Except(ReadByTheCode()).Except(ReadByTheHost), static name => !name.StartsWith("AzureWebJobs", StringComparison.Ordinal) && !name.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal));
        Assert.Empty(WithoutDefault.Except(made));
        Assert.Contains("AZURE_CLIENT_ID", made);
        Assert.Contains("AzureWebJobsDisableHomepage", made);
        Assert.Contains("ONBEHALF_SLACK_TEAM", made);
        Assert.Contains("ONBEHALF_PUSH_CONTACT", made);
    }

    /// <summary>A module whose output is an object of settings is one that <see cref="MadeInAzureAsync"/> reads.</summary>
    [Fact]
    public async Task Every_module_that_outputs_settings_is_read_by_these_tests()
    {
        var outputting = (await Bicep.FilesAsync()).Where(static file => file.Outputs.Contains("settings")).Select(static file => Path.GetFileName(file.File));

        Assert.Empty(outputting.Except(SettingModules));
    }

    /// <summary>All deployment settings are in one table, and the commands of the docs use no others.</summary>
    [Fact]
    public async Task Every_variable_of_the_deployment_is_in_the_docs_and_the_docs_name_no_other()
    {
        var given = Regex.Matches(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.parameters.json")), @"\$\{([A-Z_]+)").Select(static name => name.Groups[1].Value).Distinct().ToArray();
        var outputs = (await Bicep.MainAsync()).Outputs;
        var pages = Directory.EnumerateFiles(Path.Combine(Clone.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Clone.Root, "README.md")).Select(File.ReadAllText).ToArray();
        var page = await File.ReadAllTextAsync(Path.Combine(Clone.Root, "docs", "deployment.md"));
        var table = page[page.IndexOf("## Variables", StringComparison.Ordinal)..page.IndexOf("## Roles", StringComparison.Ordinal)];

        Assert.Equal(given.Except(["AZURE_ENV_NAME", "AZURE_LOCATION"]).Order(), table.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(static line => Code().Matches(line.Split('|')[1])).Select(static name => name.Groups[1].Value).Order());
        Assert.All(pages.SelectMany(static text => Regex.Matches(text, @"azd env set ([A-Z_]+)")), name => Assert.Contains(name.Groups[1].Value, given.Concat(["SOFT_DELETED", "DEMO_ALICE", "DEMO_BOB"])));
        Assert.All(pages.SelectMany(static text => Regex.Matches(text, @"azd env get-value ([A-Z_]+)")), name => Assert.Contains(name.Groups[1].Value, outputs));
        Assert.All(pages.SelectMany(static text => Regex.Matches(text, @"(?:\./)?infra/scripts/[\w-]+\.\w+")), script => Assert.True(File.Exists(Path.Combine(Clone.Root, script.Value)), script.Value));
    }

    [Fact]
    public async Task Every_output_is_read_by_a_script_or_a_page_or_by_azd()
    {
        string[] byAzd = ["AZURE_LOCATION", "AZURE_TENANT_ID", "AZURE_RESOURCE_GROUP", "SERVICE_API_NAME", "SERVICE_API_URI"];
        var readers = Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "scripts")).Concat(Directory.EnumerateFiles(Path.Combine(Clone.Root, "docs"), "*.md", SearchOption.AllDirectories)).Select(File.ReadAllText).ToArray();

        Assert.All((await Bicep.MainAsync()).Outputs.Except(byAzd), output => Assert.Contains(readers, text => text.Contains(output, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_template_for_local_settings_names_only_settings_that_are_read()
    {
        using var template = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Clone.Root, "functions", "local.settings.template.json")));
        var named = template.RootElement.GetProperty("Values").EnumerateObject().Select(static value => value.Name);

        Assert.Empty(named.Except(ReadByTheCode()).Except(["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsDisableHomepage"]));
    }

    [Fact]
    public async Task The_Entra_issuer_that_is_composed_is_one_the_code_accepts()
    {
        var issuers = (await Bicep.FilesAsync()).Single(static file => file.File.EndsWith("issuers.bicep", StringComparison.Ordinal));
        var members = issuers.Settings.Keys.Intersect(["id", "name", "issuer", "audience", "clientId", "clientAssertion", "tenants", "tokenTypes", "directory"]);

        Assert.Equal(9, members.Count());
        Assert.Equal("'managed-identity'", issuers.Settings["clientAssertion"]);
        Assert.Equal("['JWT']", issuers.Settings["tokenTypes"]);
        Assert.Equal("'graph'", issuers.Settings["kind"]);
        var read = IssuerCatalog.Read("""
            [{"id":"entra","name":"Microsoft","issuer":"https://login.microsoftonline.com/a35dd2ba-2fa8-4b1d-9c3f-2f5e4d0a1b6c/v2.0","audience":"b","clientId":"c",
              "clientAssertion":"managed-identity","tenants":["a35dd2ba-2fa8-4b1d-9c3f-2f5e4d0a1b6c"],"tokenTypes":["JWT"],"directory":{"kind":"graph"}}]
            """);
        Assert.True(read.Single().UsesManagedIdentity);
    }

    internal static HashSet<string> ReadByTheCode() =>
    [
        .. new[] { "shared", "functions", "orchestrations" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(static path => Quoted().Matches(File.ReadAllText(path)))
            .Select(static name => name.Groups[1].Value),
        // host.json: "%ONBEHALF_TASK_HUB%".
        .. Regex.Matches(File.ReadAllText(Path.Combine(Clone.Root, "host.json")), "%([A-Z_]+)%").Select(static name => name.Groups[1].Value),
    ];

    private static IEnumerable<string> InTheReference() =>
        File.ReadLines(Path.Combine(Clone.Root, "docs", "reference.md"))
            .Where(static line => line.StartsWith('|'))
            .SelectMany(static line => Code().Matches(line))
            .Select(static name => name.Groups[1].Value);

    private static async Task<HashSet<string>> MadeInAzureAsync()
    {
        var setting = (await Bicep.FilesAsync()).Where(static file => SettingModules.Contains(Path.GetFileName(file.File)));
        return [.. setting.SelectMany(static file => file.Settings.Keys).Where(static name => SettingName().IsMatch(name))];
    }

    [GeneratedRegex("\"((?:ONBEHALF|OPENAI|AZURE|IDENTITY|APPLICATIONINSIGHTS|WEBSITE)_[A-Z_]+|MODEL(?:_OPTIONS)?)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("`([A-Z][A-Z_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Z]+_[A-Z_]+$|^AzureWebJobs|^AzureFunctionsJobHost__")]
    private static partial Regex SettingName();
}
