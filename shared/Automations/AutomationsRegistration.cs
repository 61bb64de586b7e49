using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Automations;

public static class AutomationsRegistration
{
    public static IServiceCollection AddAutomations(this IServiceCollection services) => services
        .AddSingleton<AutomationStore>();
}
