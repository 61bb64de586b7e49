using System.Diagnostics;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>Traces a tool call as a span. The name is a known tool's or absent, because a name that the model invented is untrusted text.</summary>
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
