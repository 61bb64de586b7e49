namespace Onbehalf.Artifacts;

/// <summary>The result of applying an op to a state.</summary>
internal abstract record Folded
{
    private Folded()
    {
    }

    public sealed record Changed(ArtifactState State) : Folded;

    public sealed record Refused(OpProblem Problem) : Folded;

    internal static Folded To(ArtifactState state) => new Changed(state);

    internal static Folded No(string code, string sentence, bool isStale = false) => new Refused(new(code, sentence, isStale));

    internal static Folded No(OpProblem problem) => new Refused(problem);
}
