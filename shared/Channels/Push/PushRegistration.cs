using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Onbehalf.Delegation.Outgoing;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Push;

public static class PushRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Registers notifications of closed browsers. Without ONBEHALF_PUSH_PRIVATE_KEY, no browser can subscribe and nothing is sent.</summary>
    public static IServiceCollection AddPush(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = PushKeys.From(configuration);
        services.AddSingleton(new PushSwitch(keys)).AddSingleton<PushStore>();
        if (keys is not null)
            services
                .AddSingleton<IEndsWithPerson, PushEnding>()
                .AddSingleton<IInboxBell>(of => new PushBell(
                    keys,
                    of.GetRequiredService<PushStore>(),
                    new OutgoingGuard(configuration).Handler(thisMachine: false, Timeout),
                    of.GetRequiredService<ILogger<PushBell>>()));
        return services;
    }
}
