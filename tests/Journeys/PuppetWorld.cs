using System.Text.Json.Nodes;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>The complete app with a scripted model, shared by all tests of the collection.</summary>
public sealed class PuppetWorld : IAsyncLifetime
{
    public InProcessApp App { get; private set; } = null!;

    internal Puppet Puppet { get; private set; } = null!;

    internal CompanyRows Company { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Puppet = await Puppet.StartAsync();
        Company = new(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        App = await InProcessApp.StartAsync(Settings(Puppet, Company));
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Puppet.DisposeAsync();
    }

    /// <summary>Starts another app, in which the expenses are in a zone of their own.</summary>
    internal Task<InProcessApp> StartZonedAsync()
    {
        var sources = JsonNode.Parse(Company.Sources)!.AsArray();
        sources.Single(static source => (string?)source!["name"] == "expenses")!["zone"] = "expenses";
        return InProcessApp.StartAsync(Settings(Puppet, Company, ("ONBEHALF_SOURCES", sources.ToJsonString())));
    }

    /// <summary>Limits per person are out of the way; tests of a limit set it.</summary>
    internal static Dictionary<string, string> Settings(Puppet puppet, CompanyRows company, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = puppet.BaseUrl,
            ["OPENAI_API_KEY"] = Puppet.ApiKey,
            ["MODEL"] = "puppet",
            ["ONBEHALF_SOURCES"] = company.Sources,
            ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "100000",
            ["ONBEHALF_MAX_RUNNING_TURNS"] = "1000",
            ["ONBEHALF_MAX_AUTOMATIONS"] = "10000",
            ["ONBEHALF_MAX_RUN_STARTS_PER_MINUTE"] = "10000",
            ["ONBEHALF_MODEL_SECONDS"] = "5",
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }

    /// <summary>A question that no other script answers.</summary>
    internal static string Fresh(string question) => $"{question} [{Guid.NewGuid():N}]";
}
