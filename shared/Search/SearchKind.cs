namespace Onbehalf.Search;

/// <summary>The kind of a search result. A place is a room or a thread.</summary>
public enum SearchKind
{
    Message,
    Page,
    Artifact,
    Person,
    Place,
}
