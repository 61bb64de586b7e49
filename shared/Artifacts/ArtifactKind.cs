namespace Onbehalf.Artifacts;

/// <summary>The kinds of artifacts. A tracker is a list with more fields. No kind is an HTML app.</summary>
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
