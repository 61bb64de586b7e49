namespace Onbehalf.Tools;

/// <summary>Stands for the tools of a connection that this person has not made yet, and tells them where to connect.</summary>
public interface IPlaceholderTool : ITool;
