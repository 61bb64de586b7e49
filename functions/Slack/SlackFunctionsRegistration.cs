using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Audit;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Slack;

namespace Onbehalf.Functions.Slack;

internal static class SlackFunctionsRegistration
{
    public static IServiceCollection AddSlackFunctions(this IServiceCollection services) =>
        services
            .AddSingleton(static of => new SlackIngress(
                of.GetRequiredService<SlackSwitch>(),
                of.GetRequiredService<SlackEvents>(),
                of.GetRequiredService<HeardMessages>(),
                of.GetRequiredService<SlackFollowUp>(),
                of.GetRequiredService<SlackThreads>(),
                of.GetRequiredService<SlackLinkEnding>(),
                of.GetRequiredService<SlackStart>(),
                of.GetRequiredService<StopFromSlack>(),
                of.GetRequiredService<SlackViews>(),
                of.GetRequiredService<SlackSharing>(),
                of.GetRequiredService<ConfirmFromSlack>(),
                of.GetRequiredService<RejectedWebhooks>(),
                of.GetRequiredService<PublicOrigin>(),
                of.GetRequiredService<TimeProvider>()))
            .AddSingleton(static of => new SlackCardPage(of.GetRequiredService<SlackSwitch>(), of.GetRequiredService<SlackViews>()));
}
