using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Starting;

public static class OrchestrationsRegistration
{
    /// <summary>Services that start, wake and sweep turns and runs for every channel, and the steps that activities share.</summary>
    public static IServiceCollection AddOrchestrations(this IServiceCollection services) => services
        .AddSingleton<SayInThread>()
        .AddSingleton<RunStart>()
        .AddSingleton<StartRate>()
        .AddSingleton<Waking>()
        .AddSingleton<LooksAgain>()
        .AddSingleton<EndStep>()
        .AddSingleton<ReplyStep>()
        .AddSingleton<RestStep>();
}
