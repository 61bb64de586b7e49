using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Onbehalf.Artifacts;
using Onbehalf.Automations.Runs;
using Onbehalf.Automations.Tools;
using Onbehalf.Delegation.Connections;
using Onbehalf.Evidence;
using Onbehalf.Mcp;
using Onbehalf.Memory;
using Onbehalf.Storage;
using Onbehalf.Tools;
using Onbehalf.Turns.Chat;
using Onbehalf.Visibility;
using Onbehalf.Wiki;

namespace Onbehalf.Turns;

public static class AgentRegistration
{
    public static IServiceCollection AddAgent(this IServiceCollection services, IConfiguration configuration)
    {
        return services
            .AddModel(configuration)
            .AddSingleton<ToolKinds>()
            .AddSingleton<ToolCatalog>()
            .AddMcpTools()
            .AddSingleton<IRights, ToolRights>()
            .AddSingleton(static of => new ToolOffer(
                of.GetRequiredService<ToolCatalog>(), of.GetRequiredService<ConnectionCatalog>(), of.GetRequiredService<McpTools>()))
            .AddOpenConnection(configuration)
            .AddSingleton(static of => ZonesOf(of.GetServices<ZoneMember>(), of.GetRequiredService<ConnectionCatalog>()))
            .AddSingleton<TurnBudget>()
            .AddSingleton<ZoneOfSpeaker>()
            .AddSingleton<TurnCache>()
            .AddSingleton<TurnStore>()
            .AddSingleton<WorkingSet>()
            .AddSingleton<TurnCalls>()
            .AddSingleton<VisibleCards>()
            .AddSingleton<TurnEvents>()
            .AddSingleton<ModelExchanges>()
            .AddTool<EarlierAnswers>()
            .AddSingleton<IRights, ConversationRights>()
            .AddSingleton<CommonPlaces>()
            .AddSingleton<FileLines>()
            .AddSingleton<ConversationReader>()
            .AddSingleton<ReplyComposer>()
            .AddSingleton<ModelStep>()
            .AddSingleton<PlaceStep>()
            .AddSingleton<CallStep>()
            .AddSingleton<StoppedTurnCards>()
            .AddSingleton<CallDecisions>();
    }

    /// <summary>Registers only the model's services, for a model check.</summary>
    public static IServiceCollection AddModel(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var limits = AgentLimits.From(configuration);
        var endpoint = ModelEndpoint.Connect(configuration, limits.ModelCall, AppCredential.From(configuration));
        var options = ModelOptions.Read(configuration["MODEL_OPTIONS"]);
        var takesImages = configuration["MODEL_IMAGES"] switch
        {
            null or "" or "false" => false,
            "true" => true,
            var text => throw new InvalidOperationException($"MODEL_IMAGES must be true or false, not '{text}'."),
        };
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(limits)
            .AddSingleton(of => new ModelClient(endpoint, limits, options, of.GetRequiredService<TimeProvider>(), of.GetRequiredService<ILogger<ModelClient>>())
            {
                TakesImages = takesImages,
            })
            .AddSingleton<ModelProbe>();
    }

    /// <summary>Registers the tool only if a connection needs to be opened.</summary>
    private static IServiceCollection AddOpenConnection(this IServiceCollection services, IConfiguration configuration) =>
        ConnectionCatalog.Read(configuration["ONBEHALF_CONNECTIONS"]).All.Any(static connection => connection.IsMcp)
            ? services.AddTool<OpenConnection>()
            : services;

    /// <summary>
    /// The deployment's own stores are in the company's zone. A connected product has a separate zone unless its setting names another one.
    /// </summary>
    private static Zones ZonesOf(IEnumerable<ZoneMember> sources, ConnectionCatalog connections) =>
        new([
            .. sources,
            .. new[]
            {
                WikiRights.Name,
                MemoryRights.Name,
                RunRights.Name,
                ConversationRights.Name,
                ToolRights.Name,
                CreateAutomation.Place,
                ArtifactRights.Name,
                MessageRights.Name,
            }.Select(static name => new ZoneMember(name)),
            .. connections.All.Select(static connection => new ZoneMember(connection.Id.Value, connection.Zone, "ONBEHALF_CONNECTIONS")),
        ]);
}
