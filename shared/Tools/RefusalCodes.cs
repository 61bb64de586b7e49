namespace Onbehalf.Tools;

/// <summary>The codes with which a source or a tool refuses a call. The model reads them; results and runs are told apart by them.</summary>
public static class RefusalCodes
{
    /// <summary>Not there or not yours: the same bytes.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Arguments of another shape than asked for; of a source: not one read-only query, or one the engine cannot run as written.</summary>
    public const string Shape = "SHAPE";

    public const string Limit = "LIMIT";

    /// <summary>Contention, such as a lock or no free connection: a retry of the same call can succeed.</summary>
    public const string Busy = "BUSY";

    /// <summary>The source cannot know this person: no credential, no claim, or a login that would not be held to its own rights.</summary>
    public const string Identity = "IDENTITY";

    public const string Refused = "REFUSED";

    /// <summary>The card no longer shows what would happen: the person is asked again.</summary>
    public const string Changed = "CHANGED";

    /// <summary>The person must first connect or review a connection; nothing was done.</summary>
    public const string Consent = "CONSENT";
}
