using System.Diagnostics;
using Azure.Data.Tables;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>The orchestrators and activities of an app, as the task hub calls them: each through the whole middleware pipeline.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog, FunctionPipeline pipeline)
{
    public static LocalTaskHub OpenHub(IServiceProvider services)
    {
        var functions = new DurableFunctions(services.GetRequiredService<FunctionCatalog>(), services.GetRequiredService<FunctionPipeline>());
        var hostJson = services.GetRequiredService<HostJson>();
        return new(
            Options(hostJson),
            services.GetRequiredService<TableServiceClient>(),
            functions.Orchestrators(),
            functions.Activities(),
            services.GetRequiredService<ILoggerFactory>());
    }

    public static TableServiceClient OpenTables(IServiceProvider services) =>
        new(services.GetRequiredService<IConfiguration>()["ONBEHALF_TABLES"] is { Length: > 0 } connection
            ? connection
            : throw new InvalidOperationException("ONBEHALF_TABLES is not set: durable functions and timers keep their state in Table storage."));

    private static LocalTaskHubOptions Options(HostJson hostJson)
    {
        var defaults = new LocalTaskHubOptions { Name = hostJson.TaskHub };
        return defaults with
        {
            MaxConcurrentActivities = hostJson.MaxConcurrentActivities ?? defaults.MaxConcurrentActivities,
            MaxConcurrentOrchestrators = hostJson.MaxConcurrentOrchestrators ?? defaults.MaxConcurrentOrchestrators,
        };
    }

    private Dictionary<string, OrchestratorDelegate> Orchestrators() => catalog.Functions
        .Where(static function => function.Trigger is OrchestrationTriggerAttribute)
        .ToDictionary(
            static function => function.Name,
            function => (OrchestratorDelegate)(context => pipeline.RunAsync(function, new(context, Id(context.InstanceId)))));

    private Dictionary<string, ActivityDelegate> Activities() => catalog.Functions
        .Where(static function => function.Trigger is ActivityTriggerAttribute)
        .ToDictionary(
            static function => function.Name,
            function => (ActivityDelegate)((call, cancellation) => RunAsync(function, call)));

    private async Task<string?> RunAsync(LocalFunction function, ActivityCall call)
    {
        using var activity = new Activity(function.Name);
        if (call.TraceParent is not null)
            activity.SetParentId(call.TraceParent);
        activity.Start();
        var input = WorkerJson.Default.Deserialize(call.InputJson, function.TriggerParameter.ParameterType);
        return WorkerJson.Default.Serialize(await pipeline.RunAsync(function, new(input, Id(call.InstanceId))));
    }

    private static Dictionary<string, object?> Id(string instanceId) => new(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = instanceId };
}
