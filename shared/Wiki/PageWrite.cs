namespace Onbehalf.Wiki;

/// <summary>What came of writing a page.</summary>
public abstract record PageWrite
{
    private PageWrite()
    {
    }

    public sealed record Written(WikiPage Page) : PageWrite;

    /// <summary>Somebody wrote in between. <paramref name="Base"/> is the version this write began from, null where there is none such.</summary>
    public sealed record Moved(WikiPage Current, WikiPage? Base) : PageWrite;

    /// <summary>They may read it, they may not write it.</summary>
    public sealed record NotWriter : PageWrite;

    /// <summary>No such page or space for this person.</summary>
    public sealed record NotFound : PageWrite;
}
