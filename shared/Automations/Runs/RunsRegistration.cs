using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations.Tools;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Evidence;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Automations.Runs;

public static class RunsRegistration
{
    public static IServiceCollection AddRuns(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(RunLimits.From(configuration))
            .AddSingleton<RunStore>()
            .AddSingleton(static of => new RunConnections(
                of.GetRequiredService<ConnectionCatalog>(),
                of.GetRequiredService<GrantRows>(),
                of.GetRequiredService<DelegatedTokens>(),
                of.GetRequiredService<AutomationStore>()))
            .AddSingleton<RunGate>()
            .AddSingleton<RunPulse>()
            .AddSingleton<RunPlaces>()
            .AddSingleton<RunRecords>()
            .AddSingleton<RunEvents>()
            .AddSingleton<RunEndings>()
            .AddSingleton<RunTree>()
            .AddSingleton<IRights, RunRights>()
            .AddTool<RunLater>()
            .AddTool<RunInParts>()
            .AddSingleton<IEndsWithPerson, AutomationsEndWithPerson>();
}
