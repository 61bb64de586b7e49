namespace Onbehalf.Audit;

/// <summary>The decision before the act, or its outcome afterwards.</summary>
public enum AuditDecision
{
    /// <summary>The intent of an act that may happen.</summary>
    Allowed,

    /// <summary>The app refused: the act did not happen.</summary>
    Denied,

    Succeeded,

    /// <summary>The source refused.</summary>
    Refused,

    Failed,

    /// <summary>An intent without an outcome: whether the act happened is unknown.</summary>
    Unknown,
}
