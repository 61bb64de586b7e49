using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Functions.Health;

/// <summary>Checks every directory by a query for a person that cannot exist.</summary>
internal sealed class DirectoryCheck(DirectoryCatalog directories) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var asked = await Task.WhenAll(directories.Queryable.Select(directory => AnswersAsync(directory, cancellationToken)));
        return asked switch
        {
            [] when directories.All.IsEmpty => HealthCheckResult.Unhealthy("No identity provider is configured, so nobody can be confirmed."),
            [] => HealthCheckResult.Healthy("Each person is confirmed by the refresh token of their own sign-in; such people have no groups."),
            _ when asked.All(static answered => answered) => HealthCheckResult.Healthy(),
            _ => HealthCheckResult.Unhealthy("A directory does not answer; people it knows cannot be confirmed."),
        };
    }

    private static async Task<bool> AnswersAsync(IDirectory directory, CancellationToken cancellation)
    {
        var nobody = new Subject(SubjectId.Of("health", null, "probe"), directory.ProviderId, "health", null, Guid.Empty.ToString(), "nobody");
        return await directory.FindAsync(nobody, cancellation) is not DirectoryAnswer.Unavailable;
    }
}
