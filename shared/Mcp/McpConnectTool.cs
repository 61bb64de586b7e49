using System.Text.Json;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>A placeholder for a server that this person has not connected: a call returns where to connect it.</summary>
internal sealed class McpConnectTool(Connection connection, DelegatedTokens tokens) : IConnectionTool, IPlaceholderTool
{
    public ToolName Name { get; } = new(McpName.Prefix(connection) + McpName.Connect);

    public ConnectionName Connection => connection.Id;

    public string Description =>
        $"{connection.Name} is not connected for this person. Call this when they ask for something in {connection.Name}, and tell them what it says.";

    public BinaryData Parameters { get; } = BinaryData.FromString("""{"type":"object","properties":{},"additionalProperties":false}""");

    public ToolEffect Effect => ToolEffect.Read;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public Task<bool> IsNamedAsync(SubjectId person, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(connection.Id.Value, McpName.Connect);

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation) =>
        await tokens.GetAsync(permit.Authority, connection.Id, cancellation) switch
        {
            DelegatedTokenResult.ConsentRequired(var reason) => McpTool.Consent(reason),
            DelegatedTokenResult.Unavailable(var reason) => McpTool.Unavailable(reason),
            DelegatedTokenResult.Granted => new(ToolStatus.Succeeded, $"{connection.Name} is connected. Ask again.", []),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
}
