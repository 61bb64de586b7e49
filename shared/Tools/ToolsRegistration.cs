using Microsoft.Extensions.DependencyInjection;

namespace Onbehalf.Tools;

internal static class ToolsRegistration
{
    public static IServiceCollection AddTool<TTool>(this IServiceCollection services)
        where TTool : class, IOwnTool => services.AddSingleton<ITool, TTool>().AddSingleton(TTool.Kind);
}
