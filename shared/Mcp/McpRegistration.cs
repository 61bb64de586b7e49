using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Delegation.Connections;
using Onbehalf.Delegation.Linking;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

internal static class McpRegistration
{
    public static IServiceCollection AddMcpTools(this IServiceCollection services) =>
        services
            .AddSingleton<McpServers>()
            .AddSingleton<ToolPins>()
            .AddSingleton<McpTools>()
            .AddSingleton<IPersonalTools>(static of => of.GetRequiredService<McpTools>())
            .AddSingleton(static of => new ServerTools(
                of.GetRequiredService<ConnectionCatalog>(),
                of.GetRequiredService<McpServers>(),
                of.GetRequiredService<ToolPins>(),
                of.GetRequiredService<ConnectAudit>()));
}
