namespace Onbehalf.Tools;

/// <summary>A tool for runs only, because a person who is present can continue by themselves. The author must have agreed to it by name.</summary>
internal interface IRunTool : IOwnTool;
