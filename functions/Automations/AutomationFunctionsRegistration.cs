using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Automations;

internal static class AutomationFunctionsRegistration
{
    public static IServiceCollection AddAutomationFunctions(this IServiceCollection services) => services
        .AddSingleton<OwnAutomations>()
        .AddSingleton<SharedAutomations>()
        .AddSingleton<AutomationView>();
}
