using System.Text.Json;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>
/// Adds the speaker's tools of one connection to the turn. This is a recorded step, because the list is private to the speaker. The tool's own
/// description is the same for everyone.
/// </summary>
internal sealed class OpenConnection : IAttendedTool
{
    internal const string Called = "open_connection";

    private static readonly string[] Required = ["connection"];

    private readonly ConnectionCatalog _catalog;
    private readonly McpTools _tools;

    public OpenConnection(ConnectionCatalog catalog, McpTools tools)
    {
        (_catalog, _tools) = (catalog, tools);
        var products = catalog.All.Where(static connection => connection.IsMcp).ToArray();
        Description =
            $"Opens what the person you answer has connected of: {string.Join(", ", products.Select(static one => $"{one.Name} ({one.Id})"))}. You then have its tools. "
            + "Call it when the question needs that product and you do not have its tools yet, and not otherwise: what you then say is shown to fewer people.";
        Parameters = BinaryData.FromObjectAsJson(new
        {
            type = "object",
            properties = new { connection = new { type = "string", @enum = products.Select(static one => one.Id.Value) } },
            required = Required,
            additionalProperties = false,
        });
    }

    public static ToolKind Kind { get; } = new(new(Called), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description { get; }

    public BinaryData Parameters { get; }

    public ToolEffect Effect => Kind.Effect;

    /// <summary>Returns the connection that a call names, if it exists in this deployment.</summary>
    public static Connection? Named(ConnectionCatalog catalog, JsonElement arguments) =>
        catalog.Find(Arguments.Text(arguments, "connection") ?? "") is { IsMcp: true } connection ? connection : null;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(ToolRights.Name, "open a connection") { IsSent = false };

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (Named(_catalog, arguments) is not { } connection)
            return Arguments.Failed(RefusalCodes.Shape, "give connection: one of those that the description names.");
        var tools = await _tools.OfAsync(permit.Authority, connection, cancellation);
        return tools switch
        {
            [McpConnectTool connect] => await connect.InvokeAsync(permit, arguments, cancellation) with { Touched = [ToolRights.Own] },
            [] => McpTool.Unavailable($"{connection.Name} offers nothing just now.") with { Touched = [ToolRights.Own] },
            _ => new(ToolStatus.Succeeded, $"{connection.Name} is open: its tools are among yours now.", [ToolRights.Of(connection.Id, tools)]),
        };
    }
}
