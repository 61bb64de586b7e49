using System.Net.Http.Json;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Audit;

public sealed class AuditJourneyTests : IAsyncLifetime
{
    private Puppet _puppet = null!; // xunit calls InitializeAsync first
    private InProcessApp _app = null!;

    public async Task InitializeAsync()
    {
        _puppet = await Puppet.StartAsync();
        _app = await InProcessApp.StartAsync(new Dictionary<string, string>
        {
            ["OPENAI_BASE_URL"] = _puppet.BaseUrl,
            ["OPENAI_API_KEY"] = Puppet.ApiKey,
            ["MODEL"] = "puppet",
        });
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _puppet.DisposeAsync();
    }

    [Fact]
    public async Task Who_read_salaries_is_answered_with_a_name_and_the_chains_verify()
    {
        _puppet.When("average salary").Reply(
            PuppetLine.Call("query_data", new { source = "company", sql = "select department, avg(salary) from company.employees group by department" }),
            PuppetLine.Say("Here it is."));
        Assert.Equal("completed", await AskAsync("alice", "average salary by department"));

        var auditor = await _app.AsAsync("frank");
        var salaries = await ItemsAsync(auditor, "api/audit?resource=salary");
        var verdict = await auditor.GetFromJsonAsync<JsonElement>("api/audit/verify");
        var others = await ItemsAsync(await _app.AsAsync("bob"), "api/audit");

        Assert.Equal(["Alice"], salaries.Select(static row => row.GetProperty("subject").GetProperty("name").GetString()).Distinct());
        Assert.Contains(salaries, static row => row.GetProperty("decision").GetString() == "succeeded" && row.GetProperty("tool").GetString() == "query_data");
        Assert.True(verdict.GetProperty("intact").GetBoolean(), verdict.ToString());
        Assert.DoesNotContain(others, static row => row.GetProperty("subject").GetProperty("name").GetString() != "Bob");
    }

    [Fact]
    public async Task No_secret_is_named_by_what_the_model_writes()
    {
        var victim = SubjectId.Of("https://issuer.test", null, $"{Guid.NewGuid()}");
        var since = DateTimeOffset.UtcNow;
        object[] hostile =
        [
            new { source = $"u-{victim}-source-company-g1", sql = "select 1" },
            new { source = "company", sql = "select 1", subject = victim.Value, secret = $"u-{victim}-data-key-g1" },
            new { source = $"../secrets/u-{victim}-data-key-g1", sql = "select 1" },
            new { source = "ｃompany", sql = "select 1", user = new string('a', 300) },
        ];
        _puppet.When("open hers").Reply([.. hostile.Select(static arguments => PuppetLine.Call("query_data", arguments)), PuppetLine.Say("No.")]);

        await AskAsync("mallory", "open hers");

        var names = await VaultLog.NamesSinceAsync(since);
        Assert.Contains(names, name => name.Contains(_app.SubjectOf("mallory").Value, StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains(victim.Value, StringComparison.Ordinal) || name.Contains("aaaaaaaa", StringComparison.Ordinal));
    }

    private static async Task<JsonElement[]> ItemsAsync(HttpClient client, string path) =>
        [.. (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];

    private async Task<string> AskAsync(string name, string text)
    {
        var client = await _app.AsAsync(name);
        var thread = (await (await client.PostAsJsonAsync("api/threads", new { title = "t" })).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var said = await (await client.PostAsJsonAsync($"api/threads/{thread}/messages", new { text })).Content.ReadFromJsonAsync<JsonElement>();
        var turn = said.GetProperty("turnId").GetString();
        for (var patience = 0; patience < 300; patience++)
        {
            using var answer = await client.GetAsync(new Uri($"api/turns/{turn}", UriKind.Relative));
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString() is { } status and not ("running" or "waiting"))
                return status;
            await Task.Delay(100);
        }

        return "still running";
    }
}
