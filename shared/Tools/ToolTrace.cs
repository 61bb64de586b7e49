using System.Diagnostics;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>A tool call as a span. Its name is a known tool's or absent: what the model made up is text.</summary>
internal static class ToolTrace
{
    private static readonly ActivitySource Source = new("Onbehalf.Tools");

    public static Activity? Execute(ToolName? tool, ToolRequest request) =>
        Source.StartActivity("execute_tool")
            ?.SetTag("gen_ai.operation.name", "execute_tool")
            .SetTag("gen_ai.tool.name", tool?.Value)
            .SetTag("gen_ai.tool.call.id", request.CallId)
            .SetTag("gen_ai.conversation.id", request.Thread)
            .SetTag("onbehalf.run.id", request.Run?.Id.Value);
}
