using System.ClientModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Onbehalf.Demo.Planner;
using OpenAI;
using OpenAI.Chat;

namespace Onbehalf.Tests.Demo;

/// <summary>The planner behind its own protocol, asked by the official client.</summary>
internal sealed class PlannerServer : IAsyncDisposable
{
    private const string Key = "planner-key";

    private static readonly string[] Tools =
        ["describe_data", "query_data", "change_data", "search_wiki", "list_spaces", "write_page", "remember", "recall", "forget", "create_automation", "tasks_list_tasks", "tasks_create_task"];

    private readonly WebApplication _app;

    private PlannerServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First() + DemoPlanner.Path);

    public static async Task<PlannerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new PlannerServer(builder.Build());
        DemoPlanner.Map(server._app, Key);
        await server._app.StartAsync();
        return server;
    }

    public static ChatCompletionOptions OfferingTools()
    {
        var options = new ChatCompletionOptions();
        foreach (var tool in Tools)
        {
            options.Tools.Add(ChatTool.CreateFunctionTool(tool));
        }

        return options;
    }

    public ChatClient Client(string key = Key) =>
        new("demo", new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(_app.Urls.First() + "/local/model/v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
