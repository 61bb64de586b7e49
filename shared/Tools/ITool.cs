using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>
/// Something the model may ask for. It acts only with a <see cref="Permit"/>, so only as the speaker. Arguments are untrusted:
/// nothing in them is identity, path, SQL identifier or secret name.
/// </summary>
public interface ITool
{
    ToolName Name { get; }

    /// <summary>Shown to the model.</summary>
    string Description { get; }

    /// <summary>JSON Schema of the arguments object.</summary>
    BinaryData Parameters { get; }

    ToolEffect Effect { get; }

    /// <summary>False leaves the tool out of what the model sees for this person; it is still checked when called.</summary>
    Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation);

    /// <summary>What the call is about, for the audit intent: a source's name and a verb of ours.</summary>
    ToolIntent Describe(JsonElement arguments);

    /// <summary>For side effects: the card a person confirms, drawn by code from the arguments and the present state. Reads return null.</summary>
    Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation);

    Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation);
}

public enum ToolEffect
{
    Read,
    SideEffect,
}

/// <summary><paramref name="Source"/> is what is asked, <paramref name="Shape"/> a verb out of a fixed list, or null. Nothing of the
/// arguments: names in them are the model's, so a name can be anybody's salary. Relations and columns are added to the record from the result.</summary>
public sealed record ToolIntent(string Source, string? Shape)
{
    /// <summary>False where nothing of the arguments reaches the source. README.md beside this file has the rule.</summary>
    public bool IsSent { get; init; } = true;

    /// <summary>Drawing the card of the call asks the source with the call's own values.</summary>
    public bool IsPreviewSent { get; init; }
}
