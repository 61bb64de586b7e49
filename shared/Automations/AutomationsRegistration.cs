using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Automations;

public static class AutomationsRegistration
{
    public static IServiceCollection AddAutomations(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(AutomationLimits.From(configuration))
        .AddSingleton<AutomationStore>()
        .AddSingleton<ContentReader>()
        .AddSingleton<Authoring>()
        .AddSingleton<SigningSecrets>()
        .AddSingleton<FinishedAutomations>()
        .AddSingleton<SeenEvents>()
        .AddSingleton<RefusedEvents>()
        .AddTool<CreateAutomation>();
}
