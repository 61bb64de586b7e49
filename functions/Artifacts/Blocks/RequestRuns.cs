using System.Collections.Immutable;
using Onbehalf.Acts;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Functions.Artifacts.Blocks;

/// <summary>Runs the request of a block as one viewer, for the page and for an export. Nothing of a result is stored.</summary>
public sealed class RequestRuns(ArtifactConsents consents, ArtifactOpenness openness, InvokeTool invoke)
{
    private const string Query = "query_data";

    /// <summary>Returns whether the viewer wrote this request or has agreed to run it as it is.</summary>
    internal async Task<bool> MayAsync(Authority me, LiveArtifact live, HeldBlock held, string hash, CancellationToken cancellation) =>
        IsOwn(me, held) || await consents.HasAsync(me, live.Head.Id, hash, cancellation);

    internal static bool IsOwn(Authority me, HeldBlock held) => held.DefinedBy == me.Subject.Id;

    internal async Task<ToolOutcome> RunAsync(
        Authority me, LiveArtifact live, HeldBlock held, ImmutableArray<BoundValue> values, CancellationToken cancellation)
    {
        var author = live.State.Person(held.DefinedBy);
        var open = await openness.OfAsync(me, live, [.. held.FromModel], cancellation);
        var call = new ToolRequest(
            me.Subject,
            $"{live.Head.Id}-{held.Block.Id}-{Guid.NewGuid():N}",
            Query,
            RequestValues.Arguments(held.Block, values),
            Act.Human,
            live.Head.Thread?.Value,
            null,
            IsOwn(me, held) ? [] : [new TextAuthor(author.Subject.Value, author.Name)])
        {
            // SQL of the agent can contain data from its evidence, so it may not flow into another zone.
            Evidence = EvidencePiece.Union(open.Values.SelectMany(static pieces => pieces)),
        };
        return await invoke.RunAsync(call, new NotKept(), cancellation);
    }

    private sealed class NotKept : IResultStore
    {
        public Task<ToolOutcome?> FindAsync(CancellationToken cancellation) => Task.FromResult<ToolOutcome?>(null);

        public Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation) => Task.CompletedTask;
    }
}
