using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Identity.Issuers;
using Onbehalf.Storage;

namespace Onbehalf.Identity.SignIn;

internal static class SignInRegistration
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton(of => new IdTokens(of.GetRequiredService<TimeProvider>(), of.GetService<ILogger<IdTokens>>()));
        services.AddSingleton(of => new SignInSeal(new SignInKey(of.GetRequiredService<SecretClient>(), of.GetRequiredService<TimeProvider>())));
        services.AddSingleton(of => new SignInAudit(of.GetRequiredService<AuditTrail>()));
        services.AddSingleton(of => new BeginSignIn(
            of.GetRequiredService<IssuerCatalog>(),
            of.GetRequiredService<SignInSeal>(),
            of.GetRequiredService<PublicOrigin>(),
            of.GetRequiredService<TimeProvider>()));
        services.AddSingleton(of => new CompleteSignIn(
            of.GetRequiredService<IssuerCatalog>(),
            of.GetRequiredService<TokenEndpoint>(),
            of.GetRequiredService<IdTokens>(),
            of.GetRequiredService<SignInSeal>(),
            of.GetRequiredService<Authorities>(),
            of.GetRequiredService<Sessions>(),
            of.GetRequiredService<SignInAudit>(),
            of.GetRequiredService<Tables>(),
            of.GetRequiredService<PublicOrigin>(),
            of.GetRequiredService<TimeProvider>(),
            of.GetService<ILogger<CompleteSignIn>>()));
        services.AddSingleton(of => new EndSession(
            of.GetRequiredService<Sessions>(),
            of.GetRequiredService<IssuerCatalog>(),
            of.GetRequiredService<SessionGrants>(),
            of.GetRequiredService<GrantLease>(),
            of.GetRequiredService<SessionTokenCache>(),
            of.GetRequiredService<TokenEndpoint>(),
            of.GetRequiredService<SignInAudit>(),
            of.GetRequiredService<PublicOrigin>()));
        return services;
    }
}
