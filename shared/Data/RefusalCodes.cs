namespace Onbehalf.Data;

/// <summary>The one vocabulary in which a source says no.</summary>
public static class RefusalCodes
{
    /// <summary>Not there or not yours: the same bytes.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Not one read-only query, or one the engine cannot run as written.</summary>
    public const string Shape = "SHAPE";

    public const string Limit = "LIMIT";

    /// <summary>The source cannot know this person: no credential, no claim, or a login that would not be held to its own rights.</summary>
    public const string Identity = "IDENTITY";

    public const string Refused = "REFUSED";

    /// <summary>What a person confirmed is no longer what is there: ask again.</summary>
    public const string Changed = "CHANGED";
}
