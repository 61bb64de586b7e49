namespace Onbehalf.Artifacts;

/// <summary>A tracker is a list with more fields. HTML apps are not among them.</summary>
public enum ArtifactKind
{
    List,
    Board,
    Document,
    Dashboard,
    Chart,
    Table,
    Tool,
}
