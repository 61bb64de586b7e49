using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Benchmarks;

/// <summary>Answers at once: one query call, then one sentence.</summary>
internal sealed class ZeroLatencyModel : IAsyncDisposable
{
    private const string Query = """{"source":"company","sql":"SELECT region, count(*) AS deals, sum(amount) AS amount FROM company.deals GROUP BY region"}""";

    private readonly Puppet _puppet;

    private ZeroLatencyModel(Puppet puppet)
    {
        _puppet = puppet;
        _puppet.When(static request => request.ToolResults.Length > 0).Always(PuppetLine.Say("Here it is."));
        _puppet.When(static request => request.ToolResults.Length == 0).Always(PuppetLine.Call("query_data", Query));
    }

    public static async Task<ZeroLatencyModel> StartAsync() => new(await Puppet.StartAsync());

    public Dictionary<string, string> Settings() => new()
    {
        ["OPENAI_BASE_URL"] = _puppet.BaseUrl,
        ["OPENAI_API_KEY"] = Puppet.ApiKey,
        ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "1000000",
        ["ONBEHALF_MAX_RUNNING_TURNS"] = "1000",
        ["ONBEHALF_MAX_RUNNING_RUNS"] = "8",
        ["ONBEHALF_MAX_AUTOMATIONS"] = "1000000",
        ["ONBEHALF_MAX_RUN_STARTS_PER_MINUTE"] = "1000000",
    };

    public ValueTask DisposeAsync() => _puppet.DisposeAsync();
}
