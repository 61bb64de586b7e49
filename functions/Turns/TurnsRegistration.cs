using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Functions.Turns;

internal static class TurnsRegistration
{
    public static IServiceCollection AddTurns(this IServiceCollection services) => services
        .AddSingleton<TurnAccess>()
        .AddSingleton<TurnView>()
        .AddSingleton<ModelStep>()
        .AddSingleton<PlaceStep>()
        .AddSingleton<CallStep>()
        .AddSingleton<ReplyStep>()
        .AddSingleton<RestStep>();
}
