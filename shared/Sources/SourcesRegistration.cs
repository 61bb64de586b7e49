using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Evidence;
using Onbehalf.Identity.Issuers;
using Onbehalf.Sources.Policy;
using Onbehalf.Sources.Postgres;
using Onbehalf.Sources.Sqlite;
using Onbehalf.Sources.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Sources;

public static class SourcesRegistration
{
    private const int DefaultSnapshotRows = 200_000;

    /// <summary>Registers the sources. Throws for a source that neither knows its users nor has a policy.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(QueryLimits.From(configuration));
        var sources = SourceSettings.From(configuration);
        services.AddSingleton<VaultLogin>();
        services.AddSingleton(static s => new EntraLogin(s.GetRequiredService<SessionTokens>()));
        services.AddSingleton<IPersonLogin>(s => new PersonLogins(
            s.GetRequiredService<VaultLogin>(), s.GetRequiredService<EntraLogin>(), sources.OfType<PostgresSettings>()));
        services.AddSingleton<PersonPools>();
        services.AddSingleton<IPersonPools>(static s => s.GetRequiredService<PersonPools>());
        services.AddSingleton(static s => s.GetRequiredService<PersonPools>().Warnings);
        foreach (var settings in sources)
        {
            services.AddSingleton(new ZoneMember(settings.Name, settings.Zone, "ONBEHALF_SOURCES"));
            services.AddSingleton(Source(settings, QueryLimits.Number(configuration, "ONBEHALF_SNAPSHOT_ROWS", DefaultSnapshotRows)));
            services.AddSingleton(s =>
                s.GetRequiredService<SourceCatalog>().Find(settings.Name) as IRights
                ?? throw new InvalidOperationException($"'{settings.Name}' cannot say who may see what."));
        }

        return services.AddSingleton<SourceCatalog>()
            .AddTool<DescribeData>()
            .AddTool<QueryData>()
            .AddTool<ChangeData>();
    }

    private static Func<IServiceProvider, IDataSource> Source(SourceSettings settings, int mostRows)
    {
        switch (settings)
        {
            case PostgresSettings postgres:
                return s => new PostgresSource(postgres, s.GetRequiredService<PersonPools>());
            case SqliteSettings sqlite:
                var policy = SourcePolicy.Parse(File.ReadAllText(sqlite.Policy));
                return s => new SqliteSource(sqlite, policy, mostRows, s.GetRequiredService<SourceWarnings>(), s.GetRequiredService<ILogger<SqliteSource>>());
            default:
                throw new InvalidOperationException($"'{settings.Name}' has no adapter.");
        }
    }
}
