namespace Onbehalf.Threads;

/// <summary>Whether what is known of a private answer's evidence is all of it.</summary>
internal enum EvidenceState
{
    Whole,

    /// <summary>A part of it is missing or is not what was written.</summary>
    Lost,

    /// <summary>From before rows said so: there was none, or more than a row held.</summary>
    Unsaid,
}
