using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Onbehalf.Identity;

public static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new PublicOrigin(configuration));
        services.AddSingleton<Callers>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Authorities>();
        services.AddSingleton<PeopleStore>();
        return services;
    }
}
