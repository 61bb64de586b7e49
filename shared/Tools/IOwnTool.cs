namespace Onbehalf.Tools;

/// <summary>A tool of the deployment itself. Its kind is known without an instance.</summary>
internal interface IOwnTool : ITool
{
    static abstract ToolKind Kind { get; }
}
