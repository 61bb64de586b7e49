namespace Onbehalf.Tools;

/// <summary>A tool of somebody who is there: a run that may use every tool that reads does not use this one.</summary>
internal interface IAttendedTool : ITool;
