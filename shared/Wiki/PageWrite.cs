namespace Onbehalf.Wiki;

/// <summary>The result of writing a page.</summary>
public abstract record PageWrite
{
    private PageWrite()
    {
    }

    public sealed record Written(WikiPage Page) : PageWrite;

    /// <summary>
    /// Another write happened in between. <paramref name="Base"/> is the version on which this write is based, or null if it does not exist.
    /// </summary>
    public sealed record Moved(WikiPage Current, WikiPage? Base) : PageWrite;

    /// <summary>The person may read the page but not write it.</summary>
    public sealed record NotWriter : PageWrite;

    /// <summary>No such page or space for this person.</summary>
    public sealed record NotFound : PageWrite;
}
