namespace Onbehalf.Artifacts;

/// <summary>The limits of an artifact and of a request that changes it. docs/artifacts.md lists them.</summary>
internal static class ArtifactLimits
{
    public const int OpsAtOnce = 500;

    public const int BytesOfOps = 64 * 1024;

    /// <summary>Includes deleted items, because they can be restored.</summary>
    public const int Items = 20_000;

    public const int Fields = 50;

    public const int Choices = 100;

    public const int Blocks = 200;

    public const int Parameters = 20;

    /// <summary>Comments of one item or block.</summary>
    public const int Comments = 200;

    public const int TitleLength = 200;

    public const int NameLength = 100;

    public const int ValueLength = 10_000;

    /// <summary>Characters of a number in its JSON text.</summary>
    public const int NumberLength = 40;

    /// <summary>Bytes of the whole state. A full artifact still accepts deletions.</summary>
    public const int StateBytes = 8 * 1024 * 1024;

    /// <summary>Maximum of the agent's ops in one block, and of its different requests over time.</summary>
    public const int ChangesOfBlock = 1_000;

    /// <summary>Earlier values of the agent that are stored for a field.</summary>
    public const int FormerWords = 8;

    public const int LinkLength = 2_000;

    public const int CommentLength = 4_000;

    /// <summary>Characters of the text of one block.</summary>
    public const int TextLength = 100_000;

    public const int SqlLength = 8_000;

    public const int ChartLength = 4_000;

    /// <summary>Characters of the arguments of an action.</summary>
    public const int ArgumentsLength = 4_000;

    public const int OrderLength = 200;

    public const int IdLength = 40;

    public const int OpIdLength = 64;

    public const int GridWidth = 12;

    public const int GridHeight = 1_000;

    /// <summary>Number of requests after which a snapshot of the state is written.</summary>
    public const int OpsBetweenSnapshots = 200;

    /// <summary>Maximum of missed ops in a response. A client that missed more reads the whole artifact again.</summary>
    public const int MissedAtOnce = 200;

    public const int VersionNameLength = 100;

    public const int Proposals = 20;

    public const int RequestsPerMinute = 600;
}

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
