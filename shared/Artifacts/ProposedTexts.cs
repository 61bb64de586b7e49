using System.Collections.Immutable;

namespace Onbehalf.Artifacts;

/// <summary>
/// Rebases a proposal's text changes onto the present state. If a text has changed since the base, the whole proposed text replaces it. The
/// person sees the difference before they apply it.
/// </summary>
internal static class ProposedTexts
{
    public static ImmutableArray<ArtifactOp> Onto(ArtifactState basis, ArtifactState now, ImmutableArray<ArtifactOp> ops, OpStamp stamp)
    {
        var moved = ops.OfType<ArtifactOp.Edit>().Select(static edit => edit.Block).Where(id => HasMoved(basis, now, id)).ToHashSet(StringComparer.Ordinal);
        if (moved.Count == 0 || ArtifactFold.Apply(basis, ops, stamp) is not Folded.Changed { State: var proposed })
            return ops;
        var onto = ImmutableArray.CreateBuilder<ArtifactOp>();
        foreach (var op in ops)
        {
            if (op is not ArtifactOp.Edit edit || !moved.Contains(edit.Block))
                onto.Add(op);
            else if (ReferenceEquals(op, ops.Last(other => other is ArtifactOp.Edit last && last.Block == edit.Block)))
                onto.Add(
                    new ArtifactOp.Edit(
                        edit.Block, now.Blocks[edit.Block].Version, TextChange.Replace(now.Blocks[edit.Block].Text, proposed.Blocks[edit.Block].Text)));
        }

        return onto.ToImmutable();
    }

    private static bool HasMoved(ArtifactState basis, ArtifactState now, string id) =>
        basis.Blocks.TryGetValue(id, out var before) && now.Blocks.TryGetValue(id, out var held) && !held.IsDeleted && held.Version != before.Version;
}
