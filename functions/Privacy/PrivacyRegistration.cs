using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Functions.Privacy;

internal static class PrivacyRegistration
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services.AddSingleton<OwnData>();
}
