namespace Onbehalf.Audit;

public enum AuditPhase
{
    /// <summary>Written before the act. Without an outcome, the result is unknown.</summary>
    Intent,

    /// <summary>Written after the act.</summary>
    Outcome,

    /// <summary>An act in one record: a sign-in, a confirmation, a refusal, a search of the audit.</summary>
    Whole,
}
