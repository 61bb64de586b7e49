using System.Text.Json.Nodes;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

internal static class Say
{
    public static ChatAnswer Text(string text) => new(text, []);

    public static ChatAnswer Describe() => Call("describe_data", []);

    public static ChatAnswer Query(string source, string sql) => Call("query_data", new JsonObject { ["source"] = source, ["sql"] = sql });

    public static ChatAnswer Call(string tool, JsonObject arguments) => new("", [new($"call_{Guid.NewGuid():N}", tool, arguments.ToJsonString(Relaxed))]);

    /// <summary>SQL is shown to people in audit and on cards: quotes stay quotes.</summary>
    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
