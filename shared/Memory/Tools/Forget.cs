using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Memory.Tools;

/// <summary>Deletes one entry of the speaker's memory after a confirmation. It cannot be restored.</summary>
internal sealed class Forget(MemoryStore memory) : IOwnTool
{
    public static ToolKind Kind { get; } = new(new("forget"), ToolEffect.SideEffect);

    public ToolName Name => Kind.Name;

    public string Description => "Deletes one thing from the memory of the person you answer, after they have confirmed it. recall gives the ids.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """{"type":"object","properties":{"id":{"type":"string","description":"From recall."}},"required":["id"],"additionalProperties":false}""");

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(MemoryRights.Name, "forget");

    public async Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) =>
        await FindAsync(authority, arguments, cancellation) is { } entry
            ? new ToolPreview.Ready(
                new("Forget", Remember.Target, Remember.Audience, [new("text", VisibleText.Show(entry.Text), null)], [], Digest(authority, entry)))
            : new ToolPreview.Refused(Missing());

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (await FindAsync(permit.Authority, arguments, cancellation) is not { } entry)
            return Missing();
        if (permit.ConfirmedDigest != Digest(permit.Authority, entry))
            return Arguments.Refused(RefusalCodes.Changed, "this is not what was confirmed.", [MemoryRights.Looked]);
        return await memory.RemoveAsync(permit.Authority, entry.Id, cancellation)
            ? new(ToolStatus.Succeeded, "Done: forgotten.", [MemoryRights.Entry(entry.Id)])
            : Missing();
    }

    /// <summary>The agent may not show an entry on a card that is locked for its person.</summary>
    private async Task<MemoryEntry?> FindAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) =>
        MemoryId.TryParse(Arguments.Text(arguments, "id"), out var id)
        && await memory.FindAsync(authority, id, cancellation) is HeldMemory.Open { Entry: var entry }
            ? entry
            : null;

    private static ToolResult Missing() => Arguments.Refused(RefusalCodes.NotFound, "nothing like that is remembered.", [MemoryRights.Looked]);

    private static string Digest(Authority authority, MemoryEntry entry) =>
        Sha256.HexOfJson(new[] { authority.Subject.Id.Value, "forget", entry.Id.Value, entry.Text });
}
