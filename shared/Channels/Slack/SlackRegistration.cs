using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Identity.SignIn;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack;

public static class SlackRegistration
{
    /// <summary>Registers the channel Slack. Without ONBEHALF_SLACK_TEAM, its routes answer like unknown routes and Slack is never called.</summary>
    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration configuration)
    {
        var workspace = SlackWorkspace.From(configuration);
        if (workspace is not null)
            services
                .AddSingleton<IThreadDoor>(static of => of.GetRequiredService<SlackDoor>())
                .AddSingleton<IEndsWithPerson>(static of => of.GetRequiredService<SlackLinkEnding>());
        return services
            .AddSingleton(new SlackSwitch(workspace))
            .AddSlackWeb(configuration)
            .AddSingleton<HeardMessages>()
            .AddSingleton<SlackEvents>()
            .AddSingleton<SlackLinks>()
            .AddSingleton<LinkStates>()
            .AddSingleton<SlackLinkAudit>()
            .AddSingleton<SlackLinkEnding>()
            .AddSingleton<SlackSignIn>()
            .AddSingleton(static of => new LinkSlackUser(
                of.GetRequiredService<SlackSwitch>(),
                of.GetRequiredService<SlackSignIn>(),
                of.GetRequiredService<SignInSeal>(),
                of.GetRequiredService<LinkStates>(),
                of.GetRequiredService<SlackLinks>(),
                of.GetRequiredService<SlackLinkAudit>(),
                of.GetRequiredService<PublicOrigin>(),
                of.GetRequiredService<TimeProvider>()))
            .AddSlackThreads();
    }

    private static IServiceCollection AddSlackThreads(this IServiceCollection services) => services
        .AddSingleton<SlackPlaces>()
        .AddSingleton<SlackRooms>()
        .AddSingleton<SlackPeople>()
        .AddSingleton<SlackDoor>()
        .AddSingleton<SlackThreads>()
        .AddSingleton<SlackFollowUp>()
        .AddSingleton<SlackTelling>()
        .AddSingleton<SlackCards>()
        .AddSingleton<SlackAudience>()
        .AddSingleton<SlackAsks>()
        .AddSingleton<SlackDelivery>()
        .AddSingleton<SlackLive>()
        .AddSingleton<SlackViews>()
        .AddSingleton(static of => new SlackShares(
            of.GetRequiredService<SlackSwitch>(),
            of.GetRequiredService<Tables>(),
            of.GetRequiredService<SlackClient>(),
            of.GetRequiredService<TimeProvider>()))
        .AddSingleton<SlackShareEnding>()
        .AddSingleton<SlackSharing>()
        .AddSingleton<SlackConfirming>()
        .AddSingleton<SlackUntold>()
        .AddSingleton<SlackEchoes>()
        .AddSingleton<SlackRunDelivery>()
        .AddSingleton<SlackUndelivered>();
}
