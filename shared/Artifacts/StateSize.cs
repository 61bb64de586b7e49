namespace Onbehalf.Artifacts;

/// <summary>Tracks the size of a state. The exact size is computed only when the upper bound exceeds the limit.</summary>
internal static class StateSize
{
    private const int PerOp = 500;
    private const int PerByte = 4;

    public static OpProblem TooLarge { get; } =
        new("too-large", $"An artifact holds at most {ArtifactLimits.StateBytes / (1024 * 1024)} MiB. Delete something first.");

    public static long Of(ArtifactState state) => StateText.Write(state).Length;

    /// <summary>Returns an upper bound of the bytes that ops add: their escaped JSON, with author and time for each.</summary>
    public static long Added(IReadOnlyCollection<ArtifactOp> ops) => ((long)OpReader.Write(ops).Length * PerByte) + ((long)ops.Count * PerOp);

    /// <summary>Returns the size after ops; null when the state is too large.</summary>
    public static long? After(LiveArtifact live, IReadOnlyCollection<ArtifactOp> ops, ArtifactState state, int most = ArtifactLimits.StateBytes)
    {
        var size = live.Size + Added(ops);
        if (size > most)
            size = Of(state);
        return
            size <= most
            || ops.All(static op =>
                op
                    is ArtifactOp.Delete
                        or ArtifactOp.DeleteBlock
                        or ArtifactOp.DeleteField
                        or ArtifactOp.DeleteComment
                        or ArtifactOp.DeleteParameter
                        or ArtifactOp.Purge)
            ? size
            : null;
    }
}
