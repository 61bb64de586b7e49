namespace Onbehalf.Search;

/// <summary>What a search finds. A place is a room or a thread.</summary>
public enum SearchKind
{
    Message,
    Page,
    Artifact,
    Person,
    Place,
}
