using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Functions.Automations;

namespace Onbehalf.Functions.Runs;

internal static class RunFunctionsRegistration
{
    public static IServiceCollection AddRunFunctions(this IServiceCollection services) => services
        .AddSingleton<RunView>();
}
