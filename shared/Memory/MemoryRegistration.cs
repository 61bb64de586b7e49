using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Evidence;
using Onbehalf.Memory.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Memory;

public static class MemoryRegistration
{
    public static IServiceCollection AddMemory(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(MemoryLimits.From(configuration))
        .AddSingleton<MemoryStore>()
        .AddSingleton<IRights, MemoryRights>()
        .AddTool<Remember>()
        .AddTool<Recall>()
        .AddTool<Forget>();
}
