using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Threads;

internal static class ThreadFunctionsRegistration
{
    public static IServiceCollection AddThreadFunctions(this IServiceCollection services) => services
        .AddSingleton<ThreadWatches>()
        .AddSingleton<LiveThread>()
        .AddSingleton<OwnMessages>()
        .AddSingleton<Mentioned>()
        .AddSingleton<ThreadMembership>()
        .AddSingleton<Attached>()
        .AddSingleton<Reacting>();
}
