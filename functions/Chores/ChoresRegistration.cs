using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Functions.Audit;
using Onbehalf.Functions.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.Threads;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Storage;

namespace Onbehalf.Functions.Chores;

internal static class ChoresRegistration
{
    public static IServiceCollection AddChores(this IServiceCollection services) => services
        .AddSingleton<ChoreTimes>()
        .AddSingleton<DueChores>()
        .AddChore<WakeDue>()
        .AddChore<RouseRuns>()
        .AddChore<FollowUpSignals>()
        .AddChore<RevisitParked>()
        .AddChore<SweepPeople>()
        .AddChore<AnchorAudit>()
        .AddChore<MendTurns>()
        .AddChore<MendRuns>()
        .AddChore<SweepTurns>()
        .AddChore<SweepConnectLinks>()
        .AddChore<SweepEvents>()
        .AddChore<CheckAudit>()
        .AddChore<SweepSessions>()
        .AddChore<SweepFiles>()
        .AddChore<PurgeInstances>();

    /// <summary>Registers the chore also under its own type, so that it can be run directly.</summary>
    private static IServiceCollection AddChore<T>(this IServiceCollection services)
        where T : class, IChore => services.AddSingleton<T>().AddSingleton<IChore>(static all => all.GetRequiredService<T>());
}
