using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

public sealed partial class FileTests
{
    private static readonly string[] AzdMembers =
        ["name", "resourceGroup", "metadata", "infra", "services", "resources", "pipeline", "hooks", "requiredVersions", "state", "platform", "workflows", "cloud"];

    [Fact]
    public async Task Every_parameter_of_azd_is_one_of_the_template_and_needs_no_answer_twice()
    {
        using var file = Json("infra/main.parameters.json");
        var given = file.RootElement.GetProperty("parameters").EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetProperty("value").GetString()!);
        var main = await Bicep.MainAsync();

        Assert.Equal(main.Parameters.Select(static p => p.Name).Order(), given.Keys.Order());
        Assert.All(given.Values, static value => Assert.Matches(@"^\$\{[A-Z_]+(=[^}]*)?\}$", value));
        Assert.All(main.Parameters.Where(static p => !p.HasDefault), p => Assert.DoesNotContain("=", given[p.Name], StringComparison.Ordinal));
        Assert.Equal("2019-04-01", Regex.Match(file.RootElement.GetProperty("$schema").GetString()!, @"\d{4}-\d\d-\d\d").Value);
    }

    [Fact]
    public void The_workflow_hands_on_every_variable_of_the_template_and_no_other()
    {
        var known = Variable().Matches(Read("infra/main.parameters.json")).Select(static name => name.Groups[1].Value).Distinct()
            .Concat(["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_SUBSCRIPTION_ID"]);
        var handed = Regex.Matches(Read(".github/workflows/deploy.yml"), @"^      ([A-Z_]+): \$\{\{", RegexOptions.Multiline).Select(static name => name.Groups[1].Value);

        Assert.Equal(known.Order(), handed.Order());
        Assert.DoesNotContain("AZURE_CREDENTIALS", Read(".github/workflows/deploy.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_runs_actions_by_their_commit_and_not_by_a_tag_that_moves()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Clone.Root, ".github", "workflows")).SelectMany(File.ReadLines).Where(static line => line.Contains("uses:", StringComparison.Ordinal));

        Assert.NotEmpty(used);
        Assert.All(used, static line => Assert.Matches(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    [Fact]
    public async Task Every_variable_a_script_reads_is_an_output_of_the_template()
    {
        var outputs = (await Bicep.MainAsync()).Outputs;

        foreach (var script in (string[])["postprovision.sh", "postprovision.ps1"])
        {
            var read = Regex.Matches(Read($"infra/scripts/{script}"), @"(?:\$\{|\$env:)([A-Z_]+)").Select(static name => name.Groups[1].Value);
            Assert.Empty(read.Except(outputs));
        }
    }

    [Fact]
    public void Azure_yaml_has_members_azd_knows_and_points_to_what_is_there()
    {
        var text = Read("azure.yaml");
        var members = Regex.Matches(text, @"^(\w+):", RegexOptions.Multiline).Select(static member => member.Groups[1].Value);

        Assert.Empty(members.Except(AzdMembers));
        Assert.Contains("host: function", text, StringComparison.Ordinal);
        Assert.All(Regex.Matches(text, @"(?:run|project): (\./\S+)"), static path => Assert.True(Path.Exists(Path.Combine(Clone.Root, path.Groups[1].Value)), path.Value));
        Assert.Contains("'azd-service-name': 'api'", Read("infra/app/function.bicep"), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  api:$", text);
    }

    [Fact]
    public void Host_json_says_what_a_turn_depends_on()
    {
        using var host = Json("host.json");
        var root = host.RootElement;
        var durable = root.GetProperty("extensions").GetProperty("durableTask");

        Assert.Equal("2.0", root.GetProperty("version").GetString());
        Assert.Equal("", root.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        // Raising an event at a turn that ended meanwhile must not fail the click that raised it.
        Assert.False(durable.GetProperty("throwStatusExceptionsOnRaiseEvent").GetBoolean());
        Assert.False(durable.GetProperty("tracing").GetProperty("traceInputsAndOutputs").GetBoolean());
        Assert.True(TimeSpan.Parse(durable.GetProperty("storageProvider").GetProperty("maxQueuePollingInterval").GetString()!, null) <= TimeSpan.FromSeconds(10));
        Assert.Equal("%ONBEHALF_TASK_HUB%", durable.GetProperty("hubName").GetString());
    }

    [Fact]
    public void Every_json_file_of_the_infrastructure_is_json()
    {
        foreach (var path in Directory.EnumerateFiles(Bicep.Folder, "*.json", SearchOption.AllDirectories))
            using (JsonDocument.Parse(File.ReadAllText(path)))
                Assert.EndsWith("}\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postprovision.sh")]
    [InlineData("smoke-test.sh")]
    public async Task A_script_is_one_the_shell_reads(string script)
    {
        var path = Path.Combine(Bicep.Folder, "scripts", script);

        await Bicep.RunAsync(Clone.Root, "sh", ["-n", path]);

        Assert.DoesNotContain("\r", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), "not executable");
    }

    [Fact]
    public void An_alert_waits_for_words_that_the_code_writes()
    {
        var code = string.Concat(new[] { "shared", "functions", "orchestrations" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(File.ReadLines)
            .Where(static line => line.Contains("LoggerMessage(", StringComparison.Ordinal)));
        var words = Regex.Matches(Read("infra/app/alerts.bicep"), "(?:Message|OriginalFormat\\)) (?:startswith|has) \"([^\"]+)\"").Select(static word => word.Groups[1].Value).ToArray();

        Assert.True(words.Length >= 6);
        Assert.All(words, word => Assert.Contains(word, code, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_between_the_pages_leads_somewhere()
    {
        string[] folders = ["docs", "shared"];
        var pages = folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.md", SearchOption.AllDirectories));
        foreach (var page in pages.Append(Path.Combine(Clone.Root, "README.md")).Append(Path.Combine(Clone.Root, "SECURITY.md")))
            Assert.All(
                Link().Matches(File.ReadAllText(page)).Select(static link => link.Groups[1].Value),
                link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link)), $"{page}: {link}"));
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Clone.Root, path));

    private static JsonDocument Json(string path) => JsonDocument.Parse(Read(path));

    [GeneratedRegex(@"\$\{([A-Z_]+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#]+)")]
    private static partial Regex Link();
}
