using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Infra;

/// <summary>The YAML files that GitHub and azd read, checked member by member as they do.</summary>
public sealed class YamlTests
{
    private const string Event = "(pre|post)(provision|infracreate|infradelete|down|up|package|publish|deploy|restore)";

    /// <summary>
    /// The members of azure.yaml that are used here: the path of each, its kind, and its values. From schemas/v1.0/azure.yaml.json of
    /// github.com/Azure/azure-dev, which no package has. A member that is used for the first time joins this list.
    /// </summary>
    private static readonly (string Path, JsonValueKind Kind, string Values)[] AzureYaml =
    [
        ("name", JsonValueKind.String, "[a-z0-9]([-a-z0-9]*[a-z0-9])?"),
        (@"metadata\.template", JsonValueKind.String, ".+"),
        (@"requiredVersions\.azd", JsonValueKind.String, @"[<>=~^ ]*\d+\.\d+\.\d+.*"),
        (@"infra\.provider", JsonValueKind.String, "bicep|terraform"),
        (@"infra\.(path|module)", JsonValueKind.String, ".+"),
        (@"services\.[\w-]+\.project", JsonValueKind.String, ".+"),
        (@"services\.[\w-]+\.language", JsonValueKind.String, "dotnet|csharp|fsharp|py|python|js|ts|java|go|golang|docker"),
        (@"services\.[\w-]+\.host", JsonValueKind.String, "appservice|containerapp|function|springapp|staticwebapp|aks"),
        ($@"hooks\.{Event}\.(posix|windows)\.shell", JsonValueKind.String, "sh|pwsh"),
        ($@"hooks\.{Event}\.(posix|windows)\.run", JsonValueKind.String, ".+"),
        ($@"hooks\.{Event}\.(posix|windows)\.interactive", JsonValueKind.True, "true"),
        (@"pipeline\.(variables|secrets)\.\d+", JsonValueKind.String, "[A-Z_]+"),
    ];

    private static readonly string[] Workflows = [.. Directory.EnumerateFiles(Path.Combine(Clone.Root, ".github", "workflows")).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_workflow_is_one_that_the_parser_of_GitHub_accepts()
    {
        var read = await ReadAsync(Workflows);

        Assert.Equal(Workflows.Select(Path.GetFileName), read.Select(static one => one.File));
        Assert.All(read, static one => Assert.Empty(one.Mistakes));
    }

    [Fact]
    public async Task A_mistake_in_a_workflow_is_found()
    {
        (string Right, string Wrong, string Words)[] mistakes =
        [
            ("needs: build", "neeeds: build", "Unexpected value 'neeeds'"),
            ("timeout-minutes: 60", "timeout-minutes: soon", "Unexpected value 'soon'"),
            ("${{ vars.AZURE_TENANT_ID }}", "${{ variables.AZURE_TENANT_ID }}", "Unrecognized named-value: 'variables'"),
            ("${{ vars.SIZE || 'team' }}", "${{ vars.SIZE || team }}", "Unrecognized named-value: 'team'"),
            ("runs-on: ubuntu-24.04", "runs-of: ubuntu-24.04", "Unexpected value 'runs-of'"),
        ];
        var folder = Directory.CreateTempSubdirectory("onbehalf-workflow-");
        var right = await File.ReadAllTextAsync(Workflows[0]);
        foreach (var (i, one) in mistakes.Index())
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{i}.yml"), right.Replace(one.Right, one.Wrong, StringComparison.Ordinal));

        var read = await ReadAsync([.. mistakes.Select((_, i) => Path.Combine(folder.FullName, $"{i}.yml"))]);

        Assert.All(mistakes.Zip(read), static one => Assert.Contains(one.Second.Mistakes, mistake => mistake.Contains(one.First.Words, StringComparison.Ordinal)));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Azure_yaml_has_members_and_values_that_azd_knows()
    {
        var azure = (await ReadAsync(Path.Combine(Clone.Root, "azure.yaml"))).Single().Content;

        Assert.Empty(Unknown(azure));
        Assert.All(["name", "services.api.host", "hooks.preprovision.windows.interactive", "pipeline.secrets.0"], path => Assert.Contains(path, Leaves(azure, "").Select(static leaf => leaf.Path)));
        azure["hooks"]!["preprovision"]!["posix"]!["shell"] = "bash";
        azure["hooks"]!["predeploy"]!["posix"]!["interactive"] = "yes";
        azure["services"]!["api"]!["docker"] = new JsonObject { ["path"] = "Dockerfile" };
        azure["requiredVersion"] = "1";
        Assert.Equal(["hooks.predeploy.posix.interactive", "hooks.preprovision.posix.shell", "requiredVersion", "services.api.docker.path"], Unknown(azure).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Unknown(JsonNode? file) => Leaves(file, "")
        .Where(static leaf => !AzureYaml.Any(known => Regex.IsMatch(leaf.Path, $"^({known.Path})$") && leaf.Value?.GetValueKind() == known.Kind && Regex.IsMatch(leaf.Value.ToString(), $"^({known.Values})$")))
        .Select(static leaf => leaf.Path);

    private static IEnumerable<(string Path, JsonNode? Value)> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value, $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, i) => Leaves(item, $"{path}.{i}")),
        _ => [(path[1..], node)],
    };

    private static async Task<Read[]> ReadAsync(params string[] files) => JsonSerializer.Deserialize<Read[]>(await Bicep.NodeAsync("workflows.mjs", files), JsonSerializerOptions.Web)!;

    private sealed record Read(string File, string[] Mistakes, JsonObject Content);
}
