using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Runs;

internal static class RunFunctionsRegistration
{
    public static IServiceCollection AddRunFunctions(this IServiceCollection services) => services
        .AddSingleton<RunView>();
}
