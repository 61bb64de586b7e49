using System.Collections.Immutable;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Connections;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

/// <summary>
/// One tool of a server, used as one person. It is a side effect unless the operator declared it a read, because a server's own hints are not
/// trusted. The description is fetched before every use, and one that the person has not agreed to is refused.
/// </summary>
internal sealed class McpTool(Connection connection, McpServers servers, ToolPins pins, ToolName name, string description, BinaryData? parameters)
    : IConnectionTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly BinaryData Anything = BinaryData.FromString("""{"type":"object"}""");

    public ToolName Name => name;

    public ConnectionName Connection => connection.Id;

    public string Description =>
        $"{connection.Name}: {VisibleText.Show(description.Length > OfferedTool.LongestDescription ? description[..OfferedTool.LongestDescription] : description)}";

    public BinaryData Parameters => parameters ?? Anything;

    /// <summary>The hash of the description that the person agreed to; null if the tool was found by name alone.</summary>
    public string? Hash { get; init; }

    public ToolEffect Effect { get; } = EffectOf(connection, name.Value);

    /// <summary>A missing connection is reported on use, with the place to connect it.</summary>
    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public async Task<bool> IsNamedAsync(SubjectId person, CancellationToken cancellation) =>
        Effect is ToolEffect.Read || await pins.HoldAsync(person, connection, name.Value, cancellation);

    public ToolIntent Describe(JsonElement arguments) => new(connection.Id.Value, "call");

    public async Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation)
    {
        if (Effect is ToolEffect.Read)
            return null;
        var answer = await servers.UseAsync(
            authority, connection, Limit, (client, _, limited) => McpServers.ListAsync(client, connection, limited), cancellation);
        if (answer is not McpAnswer<ImmutableArray<OfferedTool>>.Done done)
            return new ToolPreview.Refused(NotReached(answer));
        return await ChooseAsync(authority, done.Value, done.Grant, cancellation) switch
        {
            (null, { } refusal) => new ToolPreview.Refused(refusal),
            ({ } tool, _) => new ToolPreview.Ready(Card(authority, tool, done.Grant, arguments)),
            _ => throw new InvalidOperationException("A tool is chosen or refused."),
        };
    }

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        var (begun, result) = (false, (ToolResult?)null);
        var answer = await servers.UseAsync(
            permit.Authority,
            connection,
            Limit,
            async (client, grant, limited) =>
            {
                // A call that was refused for an expired token has not started.
                begun = false;
                var offered = await McpServers.ListAsync(client, connection, limited);
                var (tool, refusal) = await ChooseAsync(permit.Authority, offered, grant, limited);
                if (tool is null)
                    return result = refusal!;
                if (Effect is not ToolEffect.Read && permit.ConfirmedDigest != Digest(permit.Authority, tool, grant, arguments))
                    return result = new(ToolStatus.Refused, "What would happen is no longer what was confirmed.", [], RefusalCode: RefusalCodes.Changed);
                begun = true;
                return result = McpResultText.Of(await client.CallToolAsync(tool.ServerName, Values(arguments), cancellationToken: limited), connection);
            },
            cancellation);
        return result ?? (begun && Effect is not ToolEffect.Read && answer is McpAnswer<ToolResult>.Unavailable
                    ? new(
                        ToolStatus.Refused,
                        $"It is not known whether this was done: {connection.Name} stopped answering. Please check there before asking again.",
                        [Touched.Unknown(connection.Id.Value)],
                        RefusalCode: "UNKNOWN")
            : NotReached(answer));
    }

    public static ToolEffect EffectOf(Connection connection, string name) =>
        connection.Reads.Any(read => McpName.Of(connection, read) == name) ? ToolEffect.Read : ToolEffect.SideEffect;

    public static ToolResult Consent(string reason) => new(ToolStatus.Refused, reason, [], RefusalCode: RefusalCodes.Consent);

    public static ToolResult Unavailable(string reason) => new(ToolStatus.Refused, reason, [], RefusalCode: "UNAVAILABLE");

    /// <summary>Returns the tool as offered and agreed to now, or the reason why it cannot be used.</summary>
    private async Task<(OfferedTool? Tool, ToolResult? Refusal)> ChooseAsync(
        Authority authority, ImmutableArray<OfferedTool> offered, string grant, CancellationToken cancellation)
    {
        if (offered.FirstOrDefault(tool => tool.Name == name.Value) is not { } tool)
            return (null, new(ToolStatus.Refused, $"{connection.Name} offers no such tool to this person.", [], RefusalCode: RefusalCodes.NotFound));
        var agreed = await pins.AgreedAsync(authority, connection, grant, offered, cancellation);
        return agreed.Contains(tool.Name)
            ? (tool, null)
            : (null, Consent($"{connection.Name} has changed what it says about this tool. Look at it on the Connections page before the agent uses it."));
    }

    private ConfirmationCard Card(Authority authority, OfferedTool tool, string grant, JsonElement arguments) =>
        new(
            $"{VisibleText.Show(tool.ServerName)} in {connection.Name}",
            connection.Url.GetLeftPart(UriPartial.Authority),
            $"whoever may see it in {connection.Name}; made as {VisibleText.Show(authority.Subject.Name)}",
            [
                .. arguments
                    .EnumerateObject()
                    .Select(static argument => new CardField(
                        VisibleText.Show(argument.Name)!,
                        null,
                        VisibleText.Show(argument.Value.ValueKind == JsonValueKind.String ? argument.Value.GetString() : argument.Value.GetRawText()))),
            ],
            [],
            Digest(authority, tool, grant, arguments));

    private string Digest(Authority authority, OfferedTool tool, string grant, JsonElement arguments) => Sha256.HexOfJson(
        new[] { authority.Subject.Id.Value, connection.Id.Value, connection.Url.AbsoluteUri, grant, tool.Hash, arguments.GetRawText() });

    private static Dictionary<string, object?> Values(JsonElement arguments)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var argument in arguments.EnumerateObject())
            values[argument.Name] = argument.Value;
        return values;
    }

    private static ToolResult NotReached<T>(McpAnswer<T> answer) => answer switch
    {
        McpAnswer<T>.ConsentRequired(var reason) => Consent(reason),
        McpAnswer<T>.Unavailable(var reason) => Unavailable(reason),
        _ => throw new InvalidOperationException(answer.GetType().Name),
    };
}

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

/// <summary>
/// A server's result as text for the model, with a size limit. The data behind it is unknown, so only the speaker may see it until they share it.
/// </summary>
internal static class McpResultText
{
    private const int Longest = 32 * 1024;

    public static ToolResult Of(CallToolResult result, Connection connection)
    {
        var text = string.Join('\n', result.Content.Select(static block => block is TextContentBlock said ? said.Text : $"[{block.Type}, not shown]"));
        if (text.Length == 0)
            text = result.StructuredContent?.GetRawText() ?? "";
        if (text.Length > Longest)
            text = $"{text[..Longest]}\n[cut: the answer was longer]";
        return new(
            result.IsError == true ? ToolStatus.Failed : ToolStatus.Succeeded,
            text.Length == 0 ? "Done." : text,
            [Touched.Unknown(connection.Id.Value)],
            RefusalCode: result.IsError == true ? "FAILED" : null);
    }
}
