using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;

namespace Onbehalf.Memory.Tools;

/// <summary>Stores one sentence for the speaker's later turns, after they confirmed exactly these words.</summary>
internal sealed class Remember(MemoryStore memory, MemoryLimits limits) : IOwnTool
{
    internal const string Target = "your memory";
    internal const string Audience = "only you, in your own turns";

    public static ToolKind Kind { get; } = new(new("remember"), ToolEffect.SideEffect);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Keeps something for later conversations with the person you answer, after they have confirmed the exact words. Only when they ask for it.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """{"type":"object","properties":{"text":{"type":"string","description":"One short, self-contained sentence."}},"required":["text"],"additionalProperties":false}"""
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(MemoryRights.Name, "remember");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(
        MemoryText.TryParse(Arguments.Text(arguments, "text"), limits, out var text)
            ? new ToolPreview.Ready(new("Remember", Target, Audience, [new("text", null, VisibleText.Show(text))], [], Digest(authority, text)))
            : new ToolPreview.Refused(Unreadable()));

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (!MemoryText.TryParse(Arguments.Text(arguments, "text"), limits, out var text))
            return Unreadable();
        if (permit.ConfirmedDigest != Digest(permit.Authority, text))
            return Arguments.Refused(RefusalCodes.Changed, "this is not what was confirmed.", [MemoryRights.Looked]);
        return await memory.AddAsync(
            permit.Authority, MemoryId.OfCall(permit.CallId), text, MemoryOrigin.Agent, permit.Evidence, permit.TextAuthors, cancellation) switch
        {
            MemoryAddition.Stored(var entry) => new(ToolStatus.Succeeded, $"Done: remembered as {entry.Id}.", [MemoryRights.Entry(entry.Id)]),
            MemoryAddition.Full(var entries) => Arguments.Refused(
                RefusalCodes.Limit, $"this person's memory holds {entries} entries and is full: something must be forgotten first.", [MemoryRights.Looked]),
            MemoryAddition.TooMuchEvidence => Arguments.Refused(
                RefusalCodes.Limit, "this rests on more than can be remembered with it.", [MemoryRights.Looked]),
            _ => throw new InvalidOperationException("An entry is stored, or there is no room for it."),
        };
    }

    private ToolResult Unreadable() => Arguments.Failed(RefusalCodes.Shape, $"give text: 1 to {limits.Characters} characters.");

    private static string Digest(Authority authority, string text) =>
        Sha256.HexOfJson(new[] { authority.Subject.Id.Value, "remember", Target, Audience, text });
}

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
