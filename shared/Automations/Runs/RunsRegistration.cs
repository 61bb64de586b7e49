using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Identity;

namespace Onbehalf.Automations.Runs;

public static class RunsRegistration
{
    public static IServiceCollection AddRuns(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(RunLimits.From(configuration))
        .AddSingleton<RunStore>()
        .AddSingleton<RunGate>()
        .AddSingleton<RunPulse>()
        .AddSingleton<RunPlaces>()
        .AddSingleton<RunRecords>()
        .AddSingleton<RunEvents>()
        .AddSingleton<RunEndings>()
        .AddSingleton<ConsentUses>()
        .AddSingleton<StandingConsents>()
        .AddSingleton<IEndsWithPerson, AutomationsEndWithPerson>();
}
