using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Threads.Files;

namespace Onbehalf.Threads;

public static class ThreadsRegistration
{
    public static IServiceCollection AddThreads(this IServiceCollection services, IConfiguration configuration)
    {
        var readsPdf = FileTexts.ReadsPdf(configuration);
        return services
            .AddSingleton(ThreadLimits.From(configuration))
            .AddSingleton<Pulses>()
            .AddSingleton<InboxItems>()
            .AddSingleton<EventLog>()
            .AddSingleton<EventCursor>()
            .AddSingleton<MessageStore>()
            .AddSingleton<MessageChanges>()
            .AddSingleton(FileLimits.From(configuration))
            .AddSingleton<FileBlobs>()
            .AddSingleton<FileStore>()
            .AddSingleton(_ => new FileTexts(readsPdf))
            .AddSingleton<PdfReports>()
            .AddSingleton<ThreadStore>()
            .AddSingleton<RoomStore>()
            .AddSingleton<MemberAuthorities>()
            .AddSingleton<MessageRate>()
            .AddSingleton<StreamTimes>();
    }
}
