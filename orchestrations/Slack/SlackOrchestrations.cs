using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Automations;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Slack;

public static class SlackOrchestrations
{
    public static IServiceCollection AddSlackOrchestrations(this IServiceCollection services) =>
        services
            .AddSingleton(static of => new SayFromSlack(
                of.GetRequiredService<SlackSwitch>(),
                of.GetRequiredService<HeardMessages>(),
                of.GetRequiredService<SlackPeople>(),
                of.GetRequiredService<SlackLinks>(),
                of.GetRequiredService<LinkStates>(),
                of.GetRequiredService<SlackThreads>(),
                of.GetRequiredService<SlackTelling>(),
                of.GetRequiredService<SlackClient>(),
                of.GetRequiredService<Authorities>(),
                of.GetRequiredService<SayInThread>()))
            .AddSingleton(static of => new SlackAnswering(
                of.GetRequiredService<SlackSwitch>(),
                of.GetRequiredService<HeardMessages>(),
                of.GetRequiredService<SlackPlaces>(),
                of.GetRequiredService<SlackDelivery>(),
                of.GetRequiredService<SlackLive>(),
                of.GetRequiredService<MessageStore>(),
                of.GetRequiredService<TurnStore>(),
                of.GetRequiredService<TurnCache>(),
                of.GetRequiredService<EventLog>(),
                of.GetRequiredService<SlackUndelivered>(),
                of.GetRequiredService<SlackConfirming>(),
                of.GetRequiredService<SlackAsks>()))
            .AddSingleton(static of => new SlackWake(
                of.GetRequiredService<SlackSwitch>(), of.GetRequiredService<SlackPlaces>(), of.GetRequiredService<SlackAsks>()))
            .AddSingleton(static of => new SlackSettling(
                of.GetRequiredService<SlackSwitch>(), of.GetRequiredService<SlackThreads>(), of.GetRequiredService<SlackLinkEnding>()))
            .AddSingleton(static of => new StopFromSlack(
                of.GetRequiredService<SlackLinks>(),
                of.GetRequiredService<SlackThreads>(),
                of.GetRequiredService<SlackClient>(),
                of.GetRequiredService<MessageStore>(),
                of.GetRequiredService<TurnStore>(),
                of.GetRequiredService<SlackWake>()))
            .AddSingleton(static of => new ConfirmFromSlack(of.GetRequiredService<SlackConfirming>()))
            .AddSingleton(static of => new SlackEcho(
                of.GetRequiredService<SlackSwitch>(),
                of.GetRequiredService<SlackPlaces>(),
                of.GetRequiredService<SlackUntold>(),
                of.GetRequiredService<MessageStore>(),
                of.GetRequiredService<SlackStart>()))
            .AddSingleton<IMessageEcho>(static of => of.GetRequiredService<SlackEcho>())
            .AddSingleton(static of => new SlackRuns(
                of.GetRequiredService<SlackSwitch>(), of.GetRequiredService<SlackRunDelivery>(), of.GetRequiredService<AutomationStore>()))
            .AddSingleton(static of => new TellSlack(of.GetRequiredService<SlackSwitch>(), of.GetRequiredService<SlackEchoes>()))
            .AddSingleton(static of => new ShareFromSlack(of.GetRequiredService<SlackSwitch>(), of.GetRequiredService<SlackSharing>()))
            .AddSingleton(static of => new SlackStart(of.GetRequiredService<HeardMessages>()))
            .AddSingleton(static of => new SweepSlack(
                of.GetRequiredService<SlackSwitch>(),
                of.GetRequiredService<HeardMessages>(),
                of.GetRequiredService<LinkStates>(),
                of.GetRequiredService<SlackStart>(),
                of.GetRequiredService<SlackEcho>(),
                of.GetRequiredService<SlackShareEnding>(),
                of.GetRequiredService<SlackAsks>(),
                of.GetRequiredService<SlackPosts>()))
            .AddSingleton<IChore>(static of => of.GetRequiredService<SweepSlack>());
}
