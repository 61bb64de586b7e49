namespace Onbehalf.Tools;

/// <summary>The refusal codes of sources and tools. The model reads them, and code distinguishes results and runs by them.</summary>
internal static class RefusalCodes
{
    /// <summary>Missing or not permitted. The response is identical for both.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Arguments with the wrong shape. For a source: not exactly one read-only query, or one that the engine cannot execute as written.</summary>
    public const string Shape = "SHAPE";

    public const string Limit = "LIMIT";

    /// <summary>Contention, such as a lock or no free connection: a retry of the same call can succeed.</summary>
    public const string Busy = "BUSY";

    /// <summary>The source cannot identify this person: no credential, no claim, or a login that would bypass its own rights.</summary>
    public const string Identity = "IDENTITY";

    public const string Refused = "REFUSED";

    /// <summary>The card is stale: the person must confirm again.</summary>
    public const string Changed = "CHANGED";

    /// <summary>The person must first connect or review a connection; nothing was done.</summary>
    public const string Consent = "CONSENT";
}
