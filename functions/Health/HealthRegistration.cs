using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Onbehalf.Functions.Health;

internal static class HealthRegistration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<TablesCheck>("tables", timeout: Patience)
            .AddCheck<VaultCheck>("vault", timeout: Patience)
            .AddCheck<DirectoryCheck>("directory", timeout: Patience)
            .AddCheck<IssuersCheck>("issuers", timeout: Patience)
            .AddCheck<SourcesCheck>("sources", timeout: Patience)
            .AddCheck<ModelCheck>("model", timeout: Patience)
            .AddCheck<PdfCheck>("pdf", timeout: Patience)
            .AddCheck<SlackCheck>("slack", timeout: Patience);
        return services.AddSingleton<HealthReports>().AddSingleton<ModelReports>().AddSingleton<SlackReports>();
    }

    /// <summary>Runs a probe. A failure is reported in general terms only, because health is public.</summary>
    internal static async Task<HealthCheckResult> ProbeAsync(Func<Task> probe, string failure)
    {
        try
        {
            await probe();
            return HealthCheckResult.Healthy();
        }
        catch (Exception unavailable) when (unavailable is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(failure);
        }
    }
}
