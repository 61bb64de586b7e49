using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Web;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Identity.SignIn;
using Onbehalf.Identity.Signals;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Identity;

public static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new PublicOrigin(configuration));
        services.AddSingleton(ConfirmationWindow.From(configuration));
        services.AddSingleton<OwnSettingsStore>();
        var issuers = IssuerCatalog.Read(configuration["ONBEHALF_ISSUERS"]);
        var signals = configuration["ONBEHALF_IDENTITY_SIGNALS"];
        SignalSources.Read(signals, issuers, TimeProvider.System);
        services.AddSingleton(of => SignalSources.Read(signals, issuers, of.GetRequiredService<TimeProvider>()));
        services.AddSingleton(of => new IssuerCatalog(issuers, of.GetRequiredService<TimeProvider>(), log: of.GetService<ILogger<IssuerCatalog>>()));
        services.AddSingleton(of => new TrustedIssuers(of.GetRequiredService<IssuerCatalog>()));
        services.AddSingleton<ClientAssertionProviderBase>(_ => new ManagedIdentityClientAssertion(configuration["AZURE_CLIENT_ID"]));
        services.AddSingleton(static of => new TokenEndpoint(of.GetRequiredService<ClientAssertionProviderBase>()));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton(of => new SessionGrants(of.GetRequiredService<PersonSecrets>()));
        services.AddSingleton(of => new GrantLease(of.GetRequiredService<Tables>(), of.GetRequiredService<TimeProvider>(), GrantLease.UsualLength));
        services.AddSingleton<SessionTokenCache>();
        services.AddSingleton<IEndsWithPerson>(static of => of.GetRequiredService<SessionTokenCache>());
        services.AddSingleton<SessionTokens>();
        services.AddSingleton(of => DirectoryCatalog.Of(
            of.GetRequiredService<IssuerCatalog>(),
            of.GetRequiredService<TokenEndpoint>(),
            of.GetRequiredService<SessionGrants>(),
            of.GetRequiredService<GrantLease>(),
            AppCredential.From(configuration)));
        services.AddSingleton(of => new PeopleStore(
            of.GetRequiredService<Tables>(), of.GetRequiredService<DirectoryCatalog>(), of.GetRequiredService<TimeProvider>()));
        services.AddSingleton(of => new Authorities(
            of.GetRequiredService<DirectoryCatalog>(),
            of.GetRequiredService<PeopleStore>(),
            of.GetRequiredService<AccountBlocks>(),
            of.GetRequiredService<ConfirmationWindow>(),
            of.GetRequiredService<TimeProvider>(),
            of.GetService<ILogger<Authorities>>()));
        services.AddSingleton(of => new Sessions(
            of.GetRequiredService<Tables>(),
            of.GetRequiredService<IssuerCatalog>(),
            of.GetRequiredService<SessionGrants>(),
            of.GetRequiredService<TimeProvider>()));
        services.AddSingleton(of => new Callers(
            of.GetRequiredService<AccessTokens>(),
            of.GetRequiredService<Sessions>(),
            of.GetRequiredService<PeopleStore>(),
            of.GetRequiredService<PublicOrigin>()));
        return services.AddOffboarding().AddSignIn();
    }
}
