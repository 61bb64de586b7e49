using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Wiki;

internal static class WikiRegistration
{
    public static IServiceCollection AddWiki(this IServiceCollection services) => services.AddSingleton<OwnHand>();
}
