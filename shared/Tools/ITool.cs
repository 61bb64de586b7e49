using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>
/// A tool that the model can call. It acts only with a <see cref="Permit"/>, so only as the speaker. Arguments are untrusted: none of them is used as an
/// identity, path, SQL identifier or secret name.
/// </summary>
public interface ITool
{
    ToolName Name { get; }

    /// <summary>The description that the model reads.</summary>
    string Description { get; }

    /// <summary>JSON Schema of the arguments object.</summary>
    BinaryData Parameters { get; }

    ToolEffect Effect { get; }

    /// <summary>Whether the model sees the tool for this person. It is checked again at the call.</summary>
    Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation);

    /// <summary>Returns the audit intent of a call: a source's name and a fixed verb.</summary>
    ToolIntent Describe(JsonElement arguments);

    /// <summary>Returns why a side effect with this evidence is refused before its preview, so it takes no use of a consent. Null to go on.</summary>
    ToolResult? Refuses(ImmutableArray<EvidencePiece> evidence) => null;

    /// <summary>
    /// Returns the card that a person confirms for a side effect. Code draws it from the arguments and the present state. Null for reads.
    /// </summary>
    Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation);

    Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation);
}

public enum ToolEffect
{
    Read,
    SideEffect,
}

/// <summary>
/// <paramref name="Source"/> is the queried source. <paramref name="Shape"/> is a verb of a fixed list, or null. Neither contains text of the
/// arguments, because the model chose it and it can contain data. Relations and columns are added to the audit row from the result.
/// </summary>
public sealed record ToolIntent(string Source, string? Shape)
{
    /// <summary>Whether the arguments are sent to the source. The rule is in README.md of this folder.</summary>
    public bool IsSent { get; init; } = true;

    /// <summary>Whether the preview queries the source with the call's own values.</summary>
    public bool IsPreviewSent { get; init; }
}
