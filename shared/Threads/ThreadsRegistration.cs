using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Evidence;

namespace Onbehalf.Threads;

public static class ThreadsRegistration
{
    public static IServiceCollection AddThreads(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(ThreadLimits.From(configuration))
        .AddSingleton<EventLog>()
        .AddSingleton<EventCursor>()
        .AddSingleton<MessageStore>()
        .AddSingleton<ThreadStore>()
        .AddSingleton<RoomStore>()
        .AddSingleton<Rights>()
        .AddSingleton<ShareStore>()
        .AddSingleton<MemberAuthorities>()
        .AddSingleton<AnswerVisibility>()
        .AddSingleton<TurnBudget>()
        .AddSingleton<MessageRate>()
        .AddSingleton<StreamTimes>();
}
