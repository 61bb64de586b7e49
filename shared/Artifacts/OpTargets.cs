namespace Onbehalf.Artifacts;

/// <summary>The parts of an artifact that an op changes. Two ops conflict when these overlap.</summary>
internal static class OpTargets
{
    public static bool Overlap(IEnumerable<ArtifactOp> ops, IEnumerable<ArtifactOp> others)
    {
        var mine = ops.Select(Of).ToArray();
        return others
            .Select(Of)
            .Any(other => mine.Any(one => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal)));
    }

    /// <summary>Returns the path of the changed part. The path of a whole is a prefix of the paths of its parts.</summary>
    private static string Of(ArtifactOp op) => op switch
    {
        ArtifactOp.SetValue set => $"item/{set.Item}/{set.Field}/",
        ArtifactOp.Add add => $"item/{add.Item}/",
        ArtifactOp.Delete delete => $"item/{delete.Item}/",
        ArtifactOp.Restore restore => $"item/{restore.Item}/",
        ArtifactOp.Move move => $"item/{move.Item}/place/",
        ArtifactOp.Rename => "title/",
        ArtifactOp.PutField put => $"field/{put.Field.Id}/",
        ArtifactOp.DeleteField delete => $"field/{delete.Field}/",
        ArtifactOp.PutBlock put => $"block/{put.Block.Id}/",
        ArtifactOp.DeleteBlock delete => $"block/{delete.Block}/",
        ArtifactOp.MoveBlock move => $"block/{move.Block}/place/",
        ArtifactOp.Edit edit => $"block/{edit.Block}/text/",
        ArtifactOp.AddComment add => $"comment/{add.Comment}/",
        ArtifactOp.DeleteComment delete => $"comment/{delete.Comment}/",
        ArtifactOp.PutParameter put => $"parameter/{put.Parameter.Id}/",
        ArtifactOp.DeleteParameter delete => $"parameter/{delete.Parameter}/",
        ArtifactOp.Purge => "",
        _ => throw new InvalidOperationException(op.GetType().Name),
    };
}
