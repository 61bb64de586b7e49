namespace Onbehalf.Tools;

/// <summary>The judged run that makes a call: it may take its next step.</summary>
public interface IJudgedRun;
