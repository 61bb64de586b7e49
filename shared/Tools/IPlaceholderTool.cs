namespace Onbehalf.Tools;

/// <summary>Placeholder for the tools of a connection that this person has not made yet. Its result names the page to connect on.</summary>
internal interface IPlaceholderTool : ITool;
