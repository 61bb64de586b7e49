using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;

namespace Onbehalf.Artifacts;

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
