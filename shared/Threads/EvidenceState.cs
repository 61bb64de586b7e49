namespace Onbehalf.Threads;

/// <summary>The completeness of a private answer's stored evidence.</summary>
internal enum EvidenceState
{
    Whole,

    /// <summary>A part is missing or differs from the hash.</summary>
    Lost,

    /// <summary>An old row without a hash and without evidence: there was none, or it exceeded the row.</summary>
    Unsaid,
}
