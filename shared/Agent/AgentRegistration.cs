using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Storage;
using Onbehalf.Tools;
using Onbehalf.Tools.Mcp;

namespace Onbehalf.Agent;

public static class AgentRegistration
{
    public static IServiceCollection AddAgent(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = AgentLimits.From(configuration);
        return services
            .AddSingleton(limits)
            .AddSingleton(new ModelClient(ModelEndpoint.Connect(configuration, limits.ModelCall, AppCredential.From(configuration)), limits))
            .AddSingleton<ToolCatalog>()
            .AddMcpTools()
            .AddSingleton<InvokeTool>()
            .AddSingleton<TurnMemory>()
            .AddSingleton<TurnStore>()
            .AddSingleton<WorkingSet>()
            .AddSingleton<TurnCalls>()
            .AddSingleton<TurnEvents>()
            .AddSingleton<ModelExchanges>()
            .AddSingleton<ConversationReader>()
            .AddSingleton<ReplyComposer>()
            .AddSingleton<CallDecisions>();
    }
}
