namespace Onbehalf.Artifacts;

/// <summary>How large the state of an artifact is, measured only when it may be too large.</summary>
internal static class StateSize
{
    private const int PerOp = 500;
    private const int PerByte = 4;

    public static long Of(ArtifactState state) => StateText.Write(state).Length;

    /// <summary>At most what these ops add: their text escaped, with who wrote each and when.</summary>
    public static long Added(IReadOnlyCollection<ArtifactOp> ops) => ((long)OpReader.Write(ops).Length * PerByte) + ((long)ops.Count * PerOp);

    /// <summary>The size after some ops; null when they make the state too large.</summary>
    public static long? After(LiveArtifact live, IReadOnlyCollection<ArtifactOp> ops, ArtifactState state, int most = ArtifactLimits.StateBytes)
    {
        var size = live.Size + Added(ops);
        if (size > most)
            size = Of(state);
        return size <= most || ops.All(static op => op is ArtifactOp.Delete or ArtifactOp.DeleteBlock or ArtifactOp.DeleteField or ArtifactOp.DeleteComment or ArtifactOp.DeleteParameter or ArtifactOp.Purge)
            ? size
            : null;
    }
}
