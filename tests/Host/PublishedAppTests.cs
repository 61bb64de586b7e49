using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Onbehalf.Demo;
using Onbehalf.Host;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Host;

/// <summary>The deployed package: its contents, and its worker in its own process.</summary>
[Collection(PublishedApp.Name)]
public sealed class PublishedAppTests(PublishedApp published)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(5);

    /// <summary>A package that the app names itself. Another one is a decision: it joins this list with its reason in Directory.Packages.props.</summary>
    private static readonly string[] Packages =
    [
        "Azure.AI.OpenAI", "Azure.Core", "Azure.Data.Tables", "Azure.Identity", "Azure.Monitor.OpenTelemetry.Exporter", "Azure.Security.KeyVault.Secrets", "Azure.Storage.Blobs", "Cronos", "Lib.Net.Http.WebPush",
        "Microsoft.Azure.Functions.Worker", "Microsoft.Azure.Functions.Worker.Extensions.DurableTask", "Microsoft.Azure.Functions.Worker.Extensions.Http",
        "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore", "Microsoft.Azure.Functions.Worker.Extensions.Timer", "Microsoft.Azure.Functions.Worker.OpenTelemetry",
        "Microsoft.Data.Sqlite", "Microsoft.Identity.Client", "Microsoft.Identity.Web", "Microsoft.IdentityModel.JsonWebTokens",
        "Microsoft.IdentityModel.Protocols.OpenIdConnect", "Microsoft.IdentityModel.Tokens", "ModelContextProtocol.Core", "Npgsql", "OpenAI",
        "OpenTelemetry.Extensions.Hosting", "PdfPig", "SQLitePCLRaw.bundle_e_sqlite3",
    ];

    [Theory]
    [InlineData("host.json")]
    [InlineData("worker.config.json")]
    [InlineData("extensions.json")]
    [InlineData(".azurefunctions/Microsoft.Azure.WebJobs.Extensions.DurableTask.dll")]
    [InlineData("wwwroot/index.html")]
    [InlineData("Onbehalf.Functions.dll")]
    [InlineData("Onbehalf.PdfText.runtimeconfig.json")]
    public void The_package_has_what_the_Functions_host_reads(string path) => Assert.True(File.Exists(Path.Combine(published.Folder, path)));

    [Fact]
    public void Nothing_of_the_local_host_or_the_demo_is_in_the_package()
    {
        var files = Directory.EnumerateFiles(published.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();

        Assert.Equal(
            ["Onbehalf.Functions.dll", "Onbehalf.Orchestrations.dll", "Onbehalf.PdfText.dll", "Onbehalf.Shared.dll"],
            files.Where(static file => file!.StartsWith("Onbehalf", StringComparison.Ordinal) && file.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("local.settings.json", files);
    }

    [Fact]
    public void The_packages_that_the_app_names_are_those_of_the_list()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(published.Folder, "Onbehalf.Functions.deps.json")));
        var libraries = document.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject();

        var named = libraries.Where(static library => library.Name.StartsWith("Onbehalf.", StringComparison.Ordinal))
            .SelectMany(static library => library.Value.GetProperty("dependencies").EnumerateObject().Select(static dependency => dependency.Name))
            .Where(static name => !name.StartsWith("Onbehalf.", StringComparison.Ordinal));

        Assert.Equal(Packages, named.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_durable_option_of_the_packages_host_json_is_one_of_the_extension_that_it_ships()
    {
        var here = Assembly.Load("Microsoft.Azure.WebJobs.Extensions.DurableTask").Location;
        var shipped = Path.Combine(published.Folder, ".azurefunctions", Path.GetFileName(here));

        var read = HostJson.Read(published.Folder, new LocalSettings(new Dictionary<string, string> { ["ONBEHALF_TASK_HUB"] = "hub", ["FUNCTIONS_PORT"] = "0" }));

        Assert.Equal(FileVersionInfo.GetVersionInfo(here).FileVersion, FileVersionInfo.GetVersionInfo(shipped).FileVersion);
        Assert.Equal("hub", read.TaskHub);
    }

    [Fact]
    public async Task The_worker_answers_as_a_process_of_its_own_and_ends_with_its_host()
    {
        await using var app = await AppProcess.StartAsync(null, "--worker", published.Worker);
        var alice = await app.InBrowserAsync("alice");

        var page = await alice.GetStringAsync(new Uri("/", UriKind.Relative));
        var thread = await app.OpenThreadAsync("alice");
        await using var events = await EventReader.OpenAsync(alice, $"api/threads/{thread}/events");
        var ended = await app.AskAsync("alice", thread, "What can I see?");
        var told = await events.NextAsync("message");

        // A slow check on a busy machine makes the report degraded for that time.
        await Waiting.UntilAsync(async () => (await alice.SendAsync("GET", "api/health")).Text.StartsWith("""{"status":"ok","version":""", StringComparison.Ordinal));
        await Waiting.UntilAsync(async () => (await alice.SendAsync("GET", "api/health")).Text.Contains("The text of PDFs is read.", StringComparison.Ordinal));
        Assert.Contains("<html", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("completed", ended.At("status"));
        Assert.Equal("message", told.Kind);

        var worker = published.WorkerProcess(app);
        await app.KillAsync();

        Assert.True(worker.WaitForExit(LongestLife), "The worker outlived its host.");
    }
}
