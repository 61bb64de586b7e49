using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Identity;

internal static class OwnHandRegistration
{
    public static IServiceCollection AddOwnHand(this IServiceCollection services) => services.AddSingleton<OwnHand>();
}
