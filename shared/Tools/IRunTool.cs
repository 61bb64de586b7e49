namespace Onbehalf.Tools;

/// <summary>A tool of runs alone: whoever is there can say themselves what is to happen next. Its author has to have agreed to it by name.</summary>
internal interface IRunTool : ITool;
