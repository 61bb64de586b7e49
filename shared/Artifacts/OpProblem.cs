namespace Onbehalf.Artifacts;

/// <summary>The reason why an op is refused. <paramref name="IsStale"/>: the sender must apply the missing ops and repeat the change.</summary>
public sealed record OpProblem(string Code, string Sentence, bool IsStale = false);
