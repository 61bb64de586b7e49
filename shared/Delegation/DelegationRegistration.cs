using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Delegation;

public static class DelegationRegistration
{
    public static IServiceCollection AddDelegation(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services.AddSingleton<PersonSecrets>().AddSingleton<PersonSeal>();
    }
}
