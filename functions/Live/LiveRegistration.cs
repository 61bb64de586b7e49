using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Functions.Inbox;

namespace Onbehalf.Functions.Live;

internal static class LiveRegistration
{
    public static IServiceCollection AddLive(this IServiceCollection services) => services
        .AddSingleton<InboxArtifacts>()
        .AddSingleton<InboxView>()
        .AddSingleton<LivePerson>();
}
