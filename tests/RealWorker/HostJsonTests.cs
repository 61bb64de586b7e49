using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.RealWorker;

/// <summary>Every member of host.json is an option of the real Durable extension: the host ignores one that it does not know.</summary>
public sealed class HostJsonTests
{
    private const string Options = "DurableTaskOptions";

    [RealWorkerFact]
    public void Every_durable_setting_is_an_option_of_the_real_extension()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Clone.Root, "host.json")));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");

        Assert.Empty(Members(durable).Except(PropertiesOf(Options), StringComparer.OrdinalIgnoreCase));
        Assert.Empty(Members(durable.GetProperty("tracing")).Except(PropertiesOf("TraceOptions"), StringComparer.OrdinalIgnoreCase));
        Assert.Empty(Members(durable.GetProperty("storageProvider")).Except(PropertiesOf("AzureStorageOptions"), StringComparer.OrdinalIgnoreCase));
    }

    [RealWorkerFact]
    public void The_package_has_what_the_host_looks_for_and_nothing_of_the_local_runtime()
    {
        var folder = Path.GetDirectoryName(MiniHost.Worker)!;

        Assert.All(["host.json", "worker.config.json", "extensions.json", "wwwroot/index.html", ".azurefunctions/function.deps.json"], file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.DoesNotContain(Directory.EnumerateFiles(folder), static file => Path.GetFileName(file) is { } name && (name.StartsWith("Onbehalf.Demo", StringComparison.Ordinal) || name.StartsWith("Onbehalf.Sidecars", StringComparison.Ordinal)));
        Assert.Equal(File.ReadAllText(Path.Combine(Clone.Root, "host.json")), File.ReadAllText(Path.Combine(folder, "host.json")));
    }

    private static IEnumerable<string> Members(JsonElement element) => element.EnumerateObject().Select(static member => member.Name);

    private static List<string> PropertiesOf(string type)
    {
        var extension = Path.Combine(Path.GetDirectoryName(MiniHost.Worker)!, ".azurefunctions", "Microsoft.Azure.WebJobs.Extensions.DurableTask.dll");
        using var file = new PEReader(File.OpenRead(extension));
        var metadata = file.GetMetadataReader();
        var found = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(definition => metadata.GetString(definition.Name) == type);
        return [.. found.GetProperties().Select(property => metadata.GetString(metadata.GetPropertyDefinition(property).Name))];
    }
}
