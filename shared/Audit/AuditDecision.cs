namespace Onbehalf.Audit;

/// <summary>What was decided (before the act) or what it came to (after it).</summary>
public enum AuditDecision
{
    /// <summary>The intent of an act that may happen.</summary>
    Allowed,

    /// <summary>We said no: the act did not happen.</summary>
    Denied,

    Succeeded,

    /// <summary>The source said no.</summary>
    Refused,

    Failed,

    /// <summary>An intent without an outcome was found: nobody can say whether the act happened.</summary>
    Unknown,
}
