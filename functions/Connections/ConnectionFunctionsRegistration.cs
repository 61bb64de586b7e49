using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Functions.Health;

namespace Onbehalf.Functions.Connections;

internal static class ConnectionFunctionsRegistration
{
    public static IServiceCollection AddConnectionFunctions(this IServiceCollection services) =>
        services.AddSingleton(static of => new MySlackLink(
            of.GetRequiredService<SlackSwitch>(),
            of.GetRequiredService<SlackLinks>(),
            of.GetRequiredService<SlackLinkEnding>(),
            of.GetRequiredService<SlackReports>()));
}
