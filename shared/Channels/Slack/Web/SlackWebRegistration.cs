using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Web;

internal static class SlackWebRegistration
{
    public static IServiceCollection AddSlackWeb(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = SlackWebSettings.Read(configuration);
        return services
            .AddSingleton(settings)
            .AddSingleton(static of => new SlackRates(of.GetRequiredService<TimeProvider>()))
            .AddSingleton(static of => new SlackClient(
                new SlackTransport(SlackTransport.Client(), of.GetRequiredService<SlackWebSettings>(), of.GetRequiredService<SlackRates>())))
            .AddSingleton(static of => new SlackPosts(
                of.GetRequiredService<SlackClient>(), of.GetRequiredService<Tables>().Slack, of.GetRequiredService<TimeProvider>()));
    }
}
