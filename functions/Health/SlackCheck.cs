using Microsoft.Extensions.Diagnostics.HealthChecks;
using Onbehalf.Channels.Slack;

namespace Onbehalf.Functions.Health;

/// <summary>Reports what is missing for Slack. At most degraded, because a disabled or failing channel does not affect the rest of the app.</summary>
internal sealed class SlackCheck(SlackSwitch slack, SlackReports reports) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (slack.Workspace is not { } workspace)
            return HealthCheckResult.Healthy("off (ONBEHALF_SLACK_TEAM)");
        if (!workspace.HasBotToken)
            return HealthCheckResult.Degraded("ONBEHALF_SLACK_BOT_TOKEN is missing: nothing can be answered.");
        if (workspace.ClientId is null)
            return HealthCheckResult.Degraded("ONBEHALF_SLACK_CLIENT_ID and ONBEHALF_SLACK_CLIENT_SECRET are missing: nobody can link.");
        return await reports.TroubleAsync(cancellationToken) is { } trouble ? HealthCheckResult.Degraded(trouble) : HealthCheckResult.Healthy();
    }
}
