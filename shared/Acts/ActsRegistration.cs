using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Acts.Consents;

namespace Onbehalf.Acts;

public static class ActsRegistration
{
    public static IServiceCollection AddActs(this IServiceCollection services) => services
        .AddSingleton<InvokeTool>()
        .AddSingleton<ConsentUses>()
        .AddSingleton<StandingConsents>()
        .AddSingleton<RuleLooks>();
}
