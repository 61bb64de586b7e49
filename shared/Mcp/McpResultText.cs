using ModelContextProtocol.Protocol;
using Onbehalf.Delegation.Connections;
using Onbehalf.Evidence;
using Onbehalf.Tools;

namespace Onbehalf.Mcp;

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
