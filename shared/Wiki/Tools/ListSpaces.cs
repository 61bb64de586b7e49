using System.Text;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Wiki.Tools;

/// <summary>Lists the spaces that the speaker may read, and whether they may write there.</summary>
internal sealed class ListSpaces(WikiSpaces spaces) : IOwnTool
{
    public static ToolKind Kind { get; } = new(new("list_spaces"), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Lists the spaces of the wiki that the person you answer may read, who reads each, and whether they may write there. Call it before writing a page whose place they did not name.";

    public BinaryData Parameters { get; } = BinaryData.FromString("""{"type":"object","properties":{},"additionalProperties":false}""");

    public ToolEffect Effect => Kind.Effect;

    public async Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) =>
        !(await spaces.ReadableAsync(authority, cancellation)).IsEmpty;

    public ToolIntent Describe(JsonElement arguments) => new(WikiRights.Name, "list") { IsSent = false };

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        var readable = await spaces.ReadableAsync(permit.Authority, cancellation);
        var text = new StringBuilder("Spaces:\n");
        foreach (var space in readable)
            text.Append("- ")
                .Append(space.Name)
                .Append(space.LetsWrite(permit.Authority) ? ", may write" : ", may read")
                .Append("; read by ")
                .Append(space.Audience)
                .Append('\n');
        return new(ToolStatus.Succeeded, text.ToString(), [.. readable.Select(static space => WikiRights.Searched(space.Id))]);
    }
}
