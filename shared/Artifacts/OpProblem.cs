namespace Onbehalf.Artifacts;

/// <summary>Why an op is refused. <paramref name="IsStale"/>: its sender has to read what came in between and make it again.</summary>
public sealed record OpProblem(string Code, string Sentence, bool IsStale = false);
