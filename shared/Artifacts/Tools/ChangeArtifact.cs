using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>
/// Changes the speaker's own draft. The change becomes a proposal for the speaker in a published artifact. It also does if the speaker has
/// edited the same part since the model read it.
/// </summary>
internal sealed class ChangeArtifact(ArtifactStore store, ArtifactProposals proposals, ArtifactOpenness openness) : IAttendedTool
{
    public static ToolKind Kind { get; } = new(new("change_artifact"), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Changes an artifact, by single changes on the seq that read_artifact or create_artifact gave. A draft of the person you answer changes at once; in an artifact of a team they get a proposal to apply.";

    public BinaryData Parameters { get; } = BinaryData.FromString($$"""
            {"type":"object","properties":{"artifact":{"type":"string"},"baseSeq":{"type":"integer","description":"The seq that you read."},"ops":{{AgentOps.Schema}} },"required":["artifact","baseSeq","ops"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(ArtifactRights.Name, "change");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        if (!ArtifactId.TryParse(Arguments.Text(arguments, "artifact"), out var id) || await store.FindAsync(permit.Authority, id, cancellation) is not { } live
        )
            return AgentOps.NotFound();
        if (!arguments.TryGetProperty("baseSeq", out var given)
            || given.ValueKind is not JsonValueKind.Number
            || !given.TryGetInt64(out var baseSeq)
            || baseSeq < 0
            || baseSeq > live.Head.Seq)
            return Arguments.Failed(RefusalCodes.Shape, "baseSeq is not a seq of this artifact. Read it again.");
        if (AgentOps.Read(arguments, live.State, out var ops) is { } unreadable)
            return Arguments.Failed(RefusalCodes.Shape, unreadable.Sentence);
        var (locked, open, back) = await openness.LockedAsync(permit.Authority, live, ops, cancellation);
        if (locked is not null)
            return Arguments.Failed(RefusalCodes.Shape, locked.Sentence);
        var evidence = BroughtBack.Join(permit.Evidence, back);
        if (ops.IsEmpty || AgentOps.IsTooMuch(evidence))
            return Arguments.Failed(RefusalCodes.Limit, "give 1 or more changes, in a conversation with less data.");
        var wanted = new OpsRequest(baseSeq, AgentOps.OpId(permit), ops) { Evidence = evidence, OpenSeqs = open };
        return live.Head.Thread is null && !await IsTouchedAsync(live, wanted, cancellation)
            ? await ChangeAsync(permit, live, wanted, cancellation)
            : await ProposeAsync(permit, live, wanted, cancellation);
    }

    /// <summary>Returns whether a person has changed the same parts since the model read the artifact.</summary>
    private async Task<bool> IsTouchedAsync(LiveArtifact live, OpsRequest wanted, CancellationToken cancellation)
    {
        var since = await store.OpsAsync(live, wanted.BaseSeq, cancellation);
        return since.Length == ArtifactLimits.MissedAtOnce
            || OpTargets.Overlap(wanted.Ops, since.Where(static one => !AgentOps.IsByAgent(one)).SelectMany(static one => one.Ops));
    }

    private async Task<ToolResult> ChangeAsync(Permit permit, LiveArtifact live, OpsRequest wanted, CancellationToken cancellation) =>
        await store.AppendAsync(permit.Authority, live.Head.Id, wanted with { IsForDraft = true }, cancellation) switch
        {
            OpsResult.Accepted(var seq) => new(ToolStatus.Succeeded, $"Done: seq {seq}.", [ArtifactRights.Read(live.Head) with { CarriesData = false }]),
            OpsResult.Refused(var problem) => Arguments.Failed(RefusalCodes.Shape, problem.Sentence),
            OpsResult.Moved => Arguments.Failed(RefusalCodes.Changed, "the artifact changed in between. Read it again."),
            _ => AgentOps.NotFound(),
        };

    private async Task<ToolResult> ProposeAsync(Permit permit, LiveArtifact live, OpsRequest wanted, CancellationToken cancellation)
    {
        var stamp = new OpStamp(Threads.Participant.Of(permit.Authority.Subject), default, live.Head.Seq + 1);
        switch (ArtifactFold.Apply(live.State, wanted.Ops, stamp))
        {
            case Folded.Refused { Problem: var problem }:
                return Arguments.Failed(RefusalCodes.Shape, problem.Sentence);
            case Folded.Changed { State: var state } when BlockBindings.Check(state, wanted.Ops) is { } unbound:
                return Arguments.Failed(RefusalCodes.Shape, unbound.Sentence);
        }

        return await proposals.AddAsync(permit.Authority, live, ArtifactId.OfCall(permit.CallId).Value, wanted, cancellation)
            ? new(
                ToolStatus.Succeeded,
                $"Done: proposed. Nothing has changed yet: this person sees the change in [the artifact](/artifacts/{live.Head.Id}) and applies it there.",
                [ArtifactRights.Read(live.Head) with { CarriesData = false }])
            : Arguments.Refused(RefusalCodes.Limit, "too many proposals wait in this artifact already.", []);
    }
}
