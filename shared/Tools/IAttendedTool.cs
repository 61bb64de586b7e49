namespace Onbehalf.Tools;

/// <summary>A tool for attended turns. It is excluded from the runs that may use every tool that reads.</summary>
internal interface IAttendedTool : IOwnTool;
