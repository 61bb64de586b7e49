using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Grants;
using Onbehalf.Delegation.Linking;
using Onbehalf.Delegation.OnBehalf;
using Onbehalf.Delegation.Outgoing;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Delegation;

public static class DelegationRegistration
{
    public static IServiceCollection AddDelegation(this IServiceCollection services, IConfiguration configuration)
    {
        var catalog = ConnectionCatalog.Read(configuration["ONBEHALF_CONNECTIONS"]);
        return services
            .AddSingleton(_ => SecretVault.Open(configuration))
            .AddSingleton<PersonSecrets>()
            .AddSingleton<PersonSeal>()
            .AddSingleton(catalog)
            .AddSingleton(new OutgoingGuard(configuration))
            .AddSingleton<ConnectionParties>()
            .AddGrants()
            .AddOnBehalf()
            .AddLinking();
    }

    private static IServiceCollection AddGrants(this IServiceCollection services) => services
        .AddSingleton<HeldTokens>()
        .AddSingleton<GrantRows>()
        .AddSingleton<GrantSecrets>()
        .AddSingleton<GrantRefresh>()
        .AddSingleton<SignInExchange>()
        .AddSingleton<GrantEnding>()
        .AddSingleton<NewGrants>()
        .AddSingleton<IEndsWithPerson, GrantsEndWithPerson>()
        .AddSingleton(static of => new DelegatedTokens(
            of.GetRequiredService<HeldTokens>(),
            of.GetRequiredService<ConnectionCatalog>(),
            of.GetRequiredService<GrantRows>(),
            of.GetRequiredService<GrantRefresh>(),
            of.GetRequiredService<SignInExchange>(),
            of.GetRequiredService<OnBehalfTokens>(),
            of.GetRequiredService<GrantLease>(),
            of.GetRequiredService<TimeProvider>()))
        .AddSingleton(static of => new MyConnections(
            of.GetRequiredService<ConnectionCatalog>(),
            of.GetRequiredService<GrantRows>(),
            of.GetRequiredService<GrantEnding>(),
            of.GetRequiredService<ConnectAudit>(),
            of.GetRequiredService<PersonSeal>()));

    private static IServiceCollection AddOnBehalf(this IServiceCollection services) => services
        .AddSingleton<EntraProcess>()
        .AddSingleton<OnBehalfGrants>()
        .AddSingleton<OnBehalfTokens>()
        .AddSingleton<IEndsWithPerson, OnBehalfEndsWithPerson>()
        .AddSingleton(static of => new PresentedTokens(of.GetRequiredService<OnBehalfTokens>(), of.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddLinking(this IServiceCollection services) =>
        services
            .AddSingleton<ConnectAudit>()
            .AddSingleton(static of => new ConnectLinks(
                of.GetRequiredService<Tables>(), of.GetRequiredService<PersonSeal>(), of.GetRequiredService<TimeProvider>()))
            .AddSingleton(static of => new BeginConnect(
                of.GetRequiredService<ConnectionCatalog>(),
                of.GetRequiredService<ConnectionParties>(),
                of.GetRequiredService<ConnectLinks>(),
                of.GetRequiredService<PublicOrigin>(),
                of.GetRequiredService<TimeProvider>()))
            .AddSingleton(static of => new CompleteConnect(
                of.GetRequiredService<ConnectionCatalog>(),
                of.GetRequiredService<ConnectionParties>(),
                of.GetRequiredService<ConnectLinks>(),
                of.GetRequiredService<NewGrants>(),
                of.GetRequiredService<TokenEndpoint>(),
                of.GetRequiredService<IdTokens>(),
                of.GetRequiredService<Authorities>(),
                of.GetRequiredService<ConnectAudit>(),
                of.GetRequiredService<PublicOrigin>()));
}
