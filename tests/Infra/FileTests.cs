using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

public sealed partial class FileTests
{
    private static readonly string[] FromTheShell = ["CI", "LASTEXITCODE", "AZURE_SUBSCRIPTION_ID"];

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
        var handed = Regex.Matches(Read(".github/workflows/azure-dev.yml"), @"^      ([A-Z_]+): \$\{\{", RegexOptions.Multiline).Select(static name => name.Groups[1].Value);

        Assert.Equal(known.Order(), handed.Order());
        Assert.DoesNotContain("AZURE_CREDENTIALS", Read(".github/workflows/azure-dev.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workflow_runs_actions_by_their_commit_and_not_by_a_tag_that_moves()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Clone.Root, ".github", "workflows")).SelectMany(File.ReadLines).Where(static line => line.Contains("uses:", StringComparison.Ordinal));

        Assert.NotEmpty(used);
        Assert.All(used, static line => Assert.Matches(@"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    [Fact]
    public void Every_place_that_compiles_or_deploys_names_the_same_versions()
    {
        var (workflow, container) = (Read(".github/workflows/build.yml"), Read(".devcontainer/devcontainer.json"));
        var compiler = Regex.Match(Read("tests/Infra/tools/Tools.csproj"), @"Version=""\[([\d.]+)\]""").Groups[1].Value;
        var azd = Regex.Match(Read(".github/workflows/azure-dev.yml"), @"setup-azd@.*\n +with:\n +version: ""([\d.]+)""").Groups[1].Value;

        Assert.Contains($"az bicep install --version v{compiler} ", workflow, StringComparison.Ordinal);
        Assert.Contains($"\"bicepVersion\": \"v{compiler}\"", container, StringComparison.Ordinal);
        Assert.Contains($"azd:0\": {{ \"version\": \"{azd}\" }}", container, StringComparison.Ordinal);
        Assert.DoesNotContain("-latest", workflow + Read(".github/workflows/azure-dev.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_variable_a_script_reads_is_one_of_the_template_or_is_in_the_docs()
    {
        var known = (await Bicep.MainAsync()).Outputs.Concat(Variable().Matches(Read("infra/main.parameters.json")).Select(static name => name.Groups[1].Value)).ToHashSet();
        var docs = Read("docs/deployment.md");

        foreach (var path in Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "scripts")).Where(static path => !path.Contains("smoke-test", StringComparison.Ordinal) && !path.EndsWith(".mjs", StringComparison.Ordinal)))
            foreach (var name in ReadByScript().Matches(await File.ReadAllTextAsync(path)).Select(static name => name.Groups[1].Value).Where(name => !known.Contains(name)))
                Assert.True(FromTheShell.Contains(name) || docs.Contains($"`{name}`", StringComparison.Ordinal), $"{path}: {name}");
    }

    [Fact]
    public void A_hook_has_a_script_for_both_shells_and_may_talk_to_a_person()
    {
        var text = Read("azure.yaml");
        var hooks = Regex.Matches(text, @"(?m)^  (pre\w+|post\w+):$").Select(static hook => hook.Groups[1].Value).ToArray();

        Assert.Equal(["prepackage", "preprovision", "postprovision", "predeploy", "postdeploy"], hooks);
        foreach (var hook in hooks)
        {
            Assert.Contains($"""
                  {hook}:
                    posix:
                      shell: sh
                      run: ./infra/scripts/{hook}.sh
                      interactive: true
                    windows:
                      shell: pwsh
                      run: ./infra/scripts/{hook}.ps1
                      interactive: true

                """, text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }

        var scripts = Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "scripts"), "*.sh").Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(scripts.Order(), Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "scripts"), "*.ps1").Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Fact]
    public void A_pipeline_is_given_every_variable_and_every_secret()
    {
        var pipeline = Read("azure.yaml")[Read("azure.yaml").IndexOf("\npipeline:", StringComparison.Ordinal)..];
        var handed = Regex.Matches(pipeline, @"(?m)^    - ([A-Z_]+)$").Select(static name => name.Groups[1].Value);
        var variables = Variable().Matches(Read("infra/main.parameters.json")).Select(static name => name.Groups[1].Value).Except(["AZURE_ENV_NAME", "AZURE_LOCATION"]);
        var secrets = Regex.Matches(Read(".github/workflows/azure-dev.yml"), @"secrets\.([A-Z_]+)").Select(static name => name.Groups[1].Value);

        Assert.Equal(variables.Order(), handed.Order());
        Assert.Equal(secrets.Order(), Regex.Matches(pipeline[pipeline.IndexOf("  secrets:", StringComparison.Ordinal)..], @"(?m)^    - ([A-Z_]+)$").Select(static name => name.Groups[1].Value).Order());
    }

    [Fact]
    public void Only_the_job_that_deploys_may_sign_in_and_it_deploys_what_another_job_tested()
    {
        var jobs = Regex.Split(Read(".github/workflows/azure-dev.yml"), @"(?m)^  (?=build:$|deploy:$)");

        Assert.Equal(3, jobs.Length);
        Assert.DoesNotContain("id-token", jobs[0] + jobs[1], StringComparison.Ordinal);
        Assert.All((string[])["run: .ci/run", "infra/scripts/prepackage.sh", "dotnet publish functions", "upload-artifact@"], step => Assert.Contains(step, jobs[1], StringComparison.Ordinal));
        Assert.All((string[])["needs: build", "id-token: write", "download-artifact@", "--from-package"], step => Assert.Contains(step, jobs[2], StringComparison.Ordinal));
        Assert.DoesNotContain("dotnet", jobs[2], StringComparison.Ordinal);
        // azd makes credentials for branches, and `environment:` would change the subject.
        Assert.DoesNotMatch(@"(?m)^    environment:", jobs[2]);
        Assert.Matches(@"setup-azd@\w+ # v[\d.]+\n +with:\n +version: ""\d+\.\d+\.\d+""", jobs[2]);
    }

    [Fact]
    public async Task Azd_finds_an_id_for_its_secrets_and_writes_none_that_the_app_reads()
    {
        var read = Directory.EnumerateFiles(Path.Combine(Clone.Root, "shared"), "*.cs", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(Clone.Root, "functions"), "*.cs", SearchOption.AllDirectories))
            .SelectMany(static path => Regex.Matches(File.ReadAllText(path), "\"([A-Z]+_[A-Z_]+)\"")).Select(static name => name.Groups[1].Value);

        Assert.Matches("<UserSecretsId>[\\w-]+</UserSecretsId>", Read("functions/Onbehalf.Functions.csproj"));
        Assert.Empty((await Bicep.MainAsync()).Outputs.Intersect(read));
    }

    [Fact]
    public void Azure_yaml_points_to_what_is_there()
    {
        var text = Read("azure.yaml");

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

    [Fact]
    public async Task A_script_is_one_the_shell_reads()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "scripts"), "*.sh"))
        {
            await Bicep.RunAsync(Clone.Root, "sh", ["-n", path]);

            Assert.DoesNotContain("\r", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), $"{path} is not executable");
        }
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

    [GeneratedRegex(@"(?:\$\{|\$env:|value |Value )([A-Z]+_?[A-Z_]*[A-Z])\b")]
    private static partial Regex ReadByScript();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#]+)")]
    private static partial Regex Link();
}
