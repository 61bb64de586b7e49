using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host.Durable;

/// <summary>Base class of the generated functions. Each call is forwarded to the worker. Public because generated code derives from it.</summary>
public abstract class DurableCalls
{
    private static readonly JsonSerializerSettings AsTheyCame = new() { DateParseHandling = DateParseHandling.None };

    internal DurableEngine Engine { get; set; } = null!;

    /// <param name="input">The orchestrator episode, as the Base64-encoded protobuf message <c>OrchestratorRequest</c>.</param>
    /// <returns>The Base64-encoded <c>OrchestratorResponse</c>.</returns>
    public async Task<string?> OrchestrateAsync(string function, string input) => (await CallAsync(function, input, [])).Value;

    public async Task<object?> ActAsync(string function, string input, string instanceId)
    {
        var outcome = await CallAsync(function, input, [new("instanceId", instanceId)]);
        return outcome.IsJson ? JsonConvert.DeserializeObject<JToken>(outcome.Value!, AsTheyCame) : outcome.Value;
    }

    public void Capture(string function, string client) => Engine.Client = client;

    private async Task<WorkerOutcome> CallAsync(string function, string input, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var outcome = await Engine.CallAsync(function, new Wire().Text(1, input), metadata);
        // The extension parses the failure's type and message from this format, which matches the Functions host's RpcException.
        return outcome.Succeeded ? outcome : throw new InvalidOperationException($"Result: Failure\nException: {outcome.Failure}\nStack: {outcome.Stack}");
    }
}
