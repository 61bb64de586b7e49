using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>Creates a draft for the speaker. It needs no confirmation, because only the speaker can read it before they publish it.</summary>
internal sealed class CreateArtifact(ArtifactStore store) : IAttendedTool
{
    public static ToolKind Kind { get; } = new(new("create_artifact"), ToolEffect.Read);

    public ToolName Name => Kind.Name;

    public string Description =>
        "Makes a list, board, tracker, document or dashboard that the person you answer can then share with their team and edit together. It begins as a draft that only they see. Only when they ask for one.";

    public BinaryData Parameters { get; } =
        BinaryData.FromString(
            $$"""
            {"type":"object","properties":{"kind":{"type":"string","enum":["list","board","document","dashboard","chart","table","tool"]},"title":{"type":"string"},
            "template":{"type":"string","enum":["tasks","tracker","log"],"description":"For a list. Its fields: tasks has title, owner, due; tracker has title, stage, owner, next, due; log has date, title, who, notes."},"ops":{{AgentOps.Schema}} },
            "required":["kind","title"],"additionalProperties":false}
            """
        );

    public ToolEffect Effect => Kind.Effect;

    public Task<bool> IsAvailableAsync(Authority authority, CancellationToken cancellation) => Task.FromResult(true);

    public ToolIntent Describe(JsonElement arguments) => new(ArtifactRights.Name, "create");

    public Task<ToolPreview?> PreviewAsync(Authority authority, JsonElement arguments, CancellationToken cancellation) => Task.FromResult<ToolPreview?>(null);

    public async Task<ToolResult> InvokeAsync(Permit permit, JsonElement arguments, CancellationToken cancellation)
    {
        var title = Arguments.Text(arguments, "title") ?? "";
        if (!Enum.TryParse<ArtifactKind>(Arguments.Text(arguments, "kind"), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return Arguments.Failed(RefusalCodes.Shape, "there is no such kind of artifact.");
        if (ArtifactTemplates.Of(kind, Arguments.Text(arguments, "template"), title) is not { } template)
            return Arguments.Failed(RefusalCodes.Shape, "this kind of artifact has no such template; leave it out.");
        if (AgentOps.IsTooMuch(permit.Evidence))
            return Arguments.Refused(RefusalCodes.Limit, "this depends on more sources than an artifact can record. Make it in a new conversation.", []);
        var id = ArtifactId.OfCall(permit.CallId);
        if (await store.FindAsync(permit.Authority, id, cancellation) is { } made)
            return Done(made);
        var stamp = new OpStamp(Threads.Participant.Of(permit.Authority.Subject), default, 1);
        if (ArtifactFold.Apply(new(kind, ""), template, stamp) is not Folded.Changed { State: var state })
            return Arguments.Failed(RefusalCodes.Shape, $"a title has 1 to {ArtifactLimits.TitleLength} characters, on one line.");
        if (AgentOps.Read(arguments, state, out var ops) is { } unreadable)
            return Arguments.Failed(RefusalCodes.Shape, unreadable.Sentence);
        var (live, problem) = await store.CreateAsync(
            permit.Authority,
            id,
            kind,
            new(0, $"agent-{id}", [.. template, .. ops]) { Evidence = permit.Evidence },
            ThreadId.TryParse(permit.Thread, out var home) ? home : null,
            cancellation);
        return live is null ? Arguments.Failed(RefusalCodes.Shape, problem!.Sentence) : Done(live);
    }

    private static ToolResult Done(LiveArtifact live) =>
        new(
            ToolStatus.Succeeded,
            $"Done: the draft {live.Head.Id}, seq {live.Head.Seq}. Only this person sees it; they put it into the conversation themselves. Give them the link [{live.State.Title.Replace('[', '(').Replace(']', ')')}](/artifacts/{live.Head.Id}).",
            [ArtifactRights.Read(live.Head) with { CarriesData = false }]);
}
