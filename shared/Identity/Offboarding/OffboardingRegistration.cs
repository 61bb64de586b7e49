using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Identity.Offboarding;

internal static class OffboardingRegistration
{
    public static IServiceCollection AddOffboarding(this IServiceCollection services) => services
        .AddSingleton(of => new AccountBlocks(of.GetRequiredService<Tables>(), of.GetRequiredService<AuditTrail>(), of.GetRequiredService<TimeProvider>()))
        .AddSingleton<IEndsWithPerson>(of => new EndSessions(
            of.GetRequiredService<Sessions>(),
            of.GetRequiredService<SessionGrants>(),
            of.GetRequiredService<GrantLease>(),
            of.GetRequiredService<TokenEndpoint>(),
            of.GetRequiredService<IssuerCatalog>()))
        .AddSingleton(of => new Offboard(
            of.GetRequiredService<PeopleStore>(),
            of.GetRequiredService<Authorities>(),
            of.GetRequiredService<AccountBlocks>(),
            new SeenSignals(of.GetRequiredService<Tables>(), of.GetRequiredService<TimeProvider>()),
            of.GetServices<IEndsWithPerson>(),
            of.GetRequiredService<AuditTrail>(),
            of.GetRequiredService<ILogger<Offboard>>()))
        .AddSingleton<RefusedGrants>()
        .AddSingleton(of => new PeopleSweep(
            of.GetRequiredService<DirectoryCatalog>(),
            of.GetRequiredService<Offboard>(),
            of.GetRequiredService<Tables>(),
            of.GetServices<IEndsWithPerson>(),
            of.GetRequiredService<ILogger<PeopleSweep>>()));
}
