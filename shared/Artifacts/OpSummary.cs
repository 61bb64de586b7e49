namespace Onbehalf.Artifacts;

/// <summary>Summarizes the ops of a request, without any values.</summary>
public static class OpSummary
{
    public static string Of(IReadOnlyCollection<ArtifactOp> ops)
    {
        ArgumentNullException.ThrowIfNull(ops);
        return string.Join(", ", ops.GroupBy(Words).Select(static same => same.Count() == 1 ? same.Key : $"{same.Key} ({same.Count()})"));
    }

    private static string Words(ArtifactOp op) => op switch
    {
        ArtifactOp.SetValue => "changed a value",
        ArtifactOp.Add => "added an item",
        ArtifactOp.Delete => "deleted an item",
        ArtifactOp.Restore => "restored an item",
        ArtifactOp.Move => "moved an item",
        ArtifactOp.Rename => "changed the title",
        ArtifactOp.PutField => "changed a field",
        ArtifactOp.DeleteField => "deleted a field",
        ArtifactOp.PutBlock => "changed a block",
        ArtifactOp.DeleteBlock => "deleted a block",
        ArtifactOp.MoveBlock => "moved a block",
        ArtifactOp.Edit => "edited a text",
        ArtifactOp.AddComment => "commented",
        ArtifactOp.DeleteComment => "deleted a comment",
        ArtifactOp.PutParameter => "changed a parameter",
        ArtifactOp.DeleteParameter => "deleted a parameter",
        ArtifactOp.Purge => "put it into the thread",
        _ => throw new InvalidOperationException(op.GetType().Name),
    };
}
