using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Onbehalf.Tests.Slack;

/// <summary>The arguments of a call, from a form or a JSON body.</summary>
internal sealed class FakeArguments
{
    private readonly Dictionary<string, string> _values;

    private FakeArguments(Dictionary<string, string> values) => _values = values;

    public IReadOnlyDictionary<string, string> All => _values;

    public string? this[string name] => _values.GetValueOrDefault(name);

    public JsonNode? Json(string name) => this[name] is { Length: > 0 } text ? JsonNode.Parse(text) : null;

    public static async Task<FakeArguments> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
            return new((await request.ReadFormAsync()).ToDictionary(static one => one.Key, static one => one.Value.ToString()));
        if (request.HasJsonContentType() && await JsonNode.ParseAsync(request.Body) is JsonObject body)
            return new(body.ToDictionary(static one => one.Key, static one => one.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : one.Value?.ToJsonString() ?? ""));
        return new(request.Query.ToDictionary(static one => one.Key, static one => one.Value.ToString()));
    }
}
