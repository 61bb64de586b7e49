using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Delegation;

public static class DelegationRegistration
{
    public static IServiceCollection AddDelegation(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddSingleton(_ => Vault.Open(configuration))
            .AddSingleton<PersonSecrets>()
            .AddSingleton<PersonSeal>();
}
