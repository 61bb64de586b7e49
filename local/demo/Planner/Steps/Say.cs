using System.Text.Json.Nodes;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

internal static class Say
{
    public static ChatAnswer Text(string text) => new(text, []);

    public static ChatAnswer Describe() => Call("describe_data", []);

    public static ChatAnswer Query(string source, string sql) => Call("query_data", new JsonObject { ["source"] = source, ["sql"] = sql });

    public static ChatAnswer Chart(string source, string sql) => Call("query_data", new JsonObject { ["source"] = source, ["sql"] = sql, ["show"] = "chart" });

    /// <summary>Runs queries for the planner only. Their rows are not part of the answer.</summary>
    public static ChatAnswer LookUp(params IEnumerable<(string Source, string Sql)> queries) =>
        new(
            "",
            [
                .. queries.Select(static query =>
                    Made(
                        "query_data",
                        new JsonObject
                        {
                            ["source"] = query.Source,
                            ["sql"] = query.Sql,
                            ["show"] = ToolAnswer.Hidden,
                        })),
            ]);

    public static ChatAnswer Call(string tool, JsonObject arguments) => new("", [Made(tool, arguments)]);

    private static ChatToolCall Made(string tool, JsonObject arguments) => new($"call_{Guid.NewGuid():N}", tool, arguments.ToJsonString(Relaxed));

    /// <summary>Relaxed escaping, because SQL is displayed in audit and on cards.</summary>
    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
