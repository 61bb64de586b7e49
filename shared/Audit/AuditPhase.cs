namespace Onbehalf.Audit;

public enum AuditPhase
{
    /// <summary>Written before the act. Without an outcome, what happened is unknown.</summary>
    Intent,

    /// <summary>Written after the act.</summary>
    Outcome,

    /// <summary>The whole of what happened in one record: a sign-in, a confirmation, a refusal, a reading of the audit.</summary>
    Whole,
}
