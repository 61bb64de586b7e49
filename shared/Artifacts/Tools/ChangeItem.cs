using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>
/// Changes one item as the author of a run. A standing consent that covers the card, or the author, confirms it. In a turn, the speaker is present:
/// there, <see cref="ChangeArtifact"/> makes a proposal.
/// </summary>
internal sealed class ChangeItem(ArtifactStore store, PlannedItems planned, ArtifactAssignments assignments) : IRunTool
{
    public static ToolKind Kind { get; } = new(new("change_item"), ToolEffect.SideEffect);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Changes one item of a list or board, after the person you answer has confirmed the exact change or agreed to it in advance. Read the artifact first.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            """
            {"type":"object","properties":{"artifact":{"type":"string"},"item":{"type":"string","description":"Id of the item."},
            "values":{"type":"object","description":"Field ids and their new values; null clears a field."},"state":{"type":"string","description":"The state or column to move it to."}},
            "required":["artifact","item"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(ArtifactRights.Name, "change item");

    public ToolResult? Refuses(ImmutableArray<EvidencePiece> evidence) =>
        AgentOps.IsTooMuch(evidence) ? Arguments.Refused(RefusalCodes.Limit, "this depends on more sources than an artifact can record.", []) : null;

    public async Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) =>
        await planned.ReadAsync(authority, arguments, cancellation) switch
        {
            PlannedItem.Ready ready => new ToolPreview.Ready(ready.Card) { Shows = [ArtifactRights.Read(ready.Live.Head)] },
            PlannedItem.Refused refused => new ToolPreview.Refused(refused.Result),
            _ => throw new InvalidOperationException("A plan is Ready or Refused."),
        };

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        switch (await planned.ReadAsync(permit.Authority, arguments, cancellation))
        {
            case PlannedItem.Refused refused:
                return refused.Result;
            case PlannedItem.Ready ready when ready.Card.Digest != permit.ConfirmedDigest:
                return Changed();
            case PlannedItem.Ready ready when Refuses(BroughtBack.Join(permit.Evidence, ready.Back)) is { } tooMuch:
                return tooMuch;
            case PlannedItem.Ready { Live: var live } ready:
                var request = new OpsRequest(live.Head.Seq, AgentOps.OpId(permit), ready.Ops)
                {
                    Evidence = BroughtBack.Join(permit.Evidence, ready.Back),
                    OpenSeqs = ready.Open,
                    IsOnBase = true,
                };
                return await ChangeAsync(permit.Authority, live, request, cancellation);
            default:
                throw new InvalidOperationException("A plan is Ready or Refused.");
        }
    }

    private async Task<ToolResult> ChangeAsync(Authority author, LiveArtifact live, OpsRequest request, CancellationToken cancellation)
    {
        switch (await store.AppendAsync(author, live, request, cancellation))
        {
            case OpsResult.Accepted(var seq) { IsRepeat: var isRepeat }:
                if (!isRepeat)
                    await assignments.TellAsync(author, live, request, CancellationToken.None);
                return new(ToolStatus.Succeeded, $"Done: seq {seq}.", [ArtifactRights.Read(live.Head) with { CarriesData = false }]);
            case OpsResult.Moved:
                return Changed();
            case OpsResult.Refused(var problem):
                return Arguments.Failed(RefusalCodes.Shape, problem.Sentence);
            default:
                return AgentOps.NotFound();
        }
    }

    private static ToolResult Changed() =>
        Arguments.Refused(
            RefusalCodes.Changed, "the item is no longer what was confirmed.", [Touched.Unknown(ArtifactRights.Name) with { CarriesData = false }]);
}
