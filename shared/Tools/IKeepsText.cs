namespace Onbehalf.Tools;

/// <summary>A tool that keeps its arguments for later turns. Its card names the sources of the context in which the model wrote them.</summary>
internal interface IKeepsText : ITool;
