using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Artifacts;

/// <summary>
/// Decides which words of the agent are open to a viewer. A viewer needs rights for all the evidence of these words. Words whose evidence
/// was lost are locked for everybody.
/// </summary>
public sealed class ArtifactOpenness(ArtifactStore store, AnswerVisibility visibility)
{
    /// <summary>Returns the title of an artifact for a viewer with access.</summary>
    internal async Task<string> TitleAsync(Authority viewer, ArtifactHead head, CancellationToken cancellation) =>
        head.Title.Length > 0 ? head.Title
        : await store.FindAsync(viewer, head.Id, cancellation) is { } live
            ? live.State.TitleFor((await OfAsync(viewer, live, live.State, cancellation)).ContainsKey)
        : head.Kind.ToString();

    /// <summary>Returns the ops whose words are open, each with its evidence.</summary>
    internal Task<ImmutableDictionary<long, ImmutableArray<EvidencePiece>>> OfAsync(
        Authority viewer, LiveArtifact live, ArtifactState state, CancellationToken cancellation) => OfAsync(viewer, live, state.FromModel, cancellation);

    /// <summary>Returns the ops whose words in the present state are open.</summary>
    internal async Task<ImmutableHashSet<long>> SeqsAsync(Authority viewer, LiveArtifact live, CancellationToken cancellation) =>
        [.. (await OfAsync(viewer, live, live.State, cancellation)).Keys];

    /// <summary>
    /// Returns why these ops are refused for an author who may not see all that they overwrite, and the open ops. <see cref="OpsRequest.OpenSeqs"/>
    /// repeats the check on the state to which the ops are added. Also returns the evidence of open words that these ops set again. Words that are not
    /// open give no different answer, because it would confirm a guess.
    /// </summary>
    internal async Task<(OpProblem? Locked, ImmutableHashSet<long> Open, ImmutableArray<EvidencePiece> Back)> LockedAsync(
        Authority author, LiveArtifact live, IReadOnlyCollection<ArtifactOp> ops, CancellationToken cancellation)
    {
        var back = BroughtBack.Seqs(live.State, ops);
        var evidence = await OfAsync(author, live, live.State.FromModel.Union(back), cancellation);
        ImmutableHashSet<long> open = [.. evidence.Keys];
        return (OpsOnUnseen.Locked(live.State, ops, open), open, EvidencePiece.Union(back.Where(evidence.ContainsKey).SelectMany(seq => evidence[seq])));
    }

    internal async Task<ImmutableDictionary<long, ImmutableArray<EvidencePiece>>> OfAsync(
        Authority viewer, LiveArtifact live, ImmutableHashSet<long> seqs, CancellationToken cancellation)
    {
        if (seqs.IsEmpty)
            return ImmutableDictionary<long, ImmutableArray<EvidencePiece>>.Empty;
        var evidence = (await store.EvidenceAsync(live, seqs, cancellation)).Where(static one => !one.Value.IsEmpty).ToArray();
        var open = await visibility.AreOpenAsync(viewer, [.. evidence.Select(static one => one.Value)], cancellation);
        return evidence.Where((_, i) => open[i]).ToImmutableDictionary();
    }
}

/// <summary>
/// Finds words of the agent that ops set again, by undo, by typing, or in a run. These words get their earlier evidence. Texts need no
/// check, because their evidence is stored with the block.
/// </summary>
internal static class BroughtBack
{
    /// <summary>Returns the ops with evidence whose words are set again.</summary>
    public static ImmutableHashSet<long> Seqs(ArtifactState state, IEnumerable<ArtifactOp> ops) => [.. ops.SelectMany(op => op switch
    {
        ArtifactOp.SetValue set when state.Items.TryGetValue(set.Item, out var item) && item.Held(set.Field) is { } held =>
            Words(held).Where(one => one.Value.GetRawText() == set.Value.GetRawText()).Select(static one => one.Seq),
        ArtifactOp.Rename rename when state.TitleSeq is { } seq && state.Title == rename.Title.Trim() => [seq],
        ArtifactOp.Rename rename when state.FormerTitle is { } former && former.Title == rename.Title.Trim() => [former.Seq],
        _ => [],
    })];

    /// <summary>Adds the evidence of words that are set again to the evidence of the ops.</summary>
    public static ImmutableArray<EvidencePiece> Join(ImmutableArray<EvidencePiece> own, ImmutableArray<EvidencePiece> back) =>
        back.IsEmpty ? own : EvidencePiece.Union([.. own, .. back]);

    private static IEnumerable<ModelWords> Words(HeldValue held) =>
        held is { FromModel: true, Value.ValueKind: not JsonValueKind.Null } ? (held.Former ?? []).Append(new(held.Value, held.Seq)) : held.Former ?? [];
}
