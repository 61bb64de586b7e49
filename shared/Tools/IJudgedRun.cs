namespace Onbehalf.Tools;

/// <summary>The run that makes a call, as it was judged a moment ago: it may take its next step.</summary>
public interface IJudgedRun;
