using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;

namespace Onbehalf.Tools;

public static class ActsRegistration
{
    public static IServiceCollection AddActs(this IServiceCollection services) => services
        .AddSingleton<InvokeTool>()
        .AddSingleton<ConsentUses>()
        .AddSingleton<StandingConsents>()
        .AddSingleton<RuleLooks>();
}
