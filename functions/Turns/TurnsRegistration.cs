using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Turns;

internal static class TurnsRegistration
{
    public static IServiceCollection AddTurns(this IServiceCollection services) => services
        .AddSingleton<SeenBlocks>()
        .AddSingleton<TurnAccess>()
        .AddSingleton<TurnView>();
}
