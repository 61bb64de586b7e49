namespace Onbehalf.Audit;

/// <summary>The record was not written, so the act must not happen. The catching code reports that it did not happen.</summary>
public sealed class AuditNotWrittenException(string message, bool isConflict, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A different record has the same key: an alarm, never a retry.</summary>
    public bool IsConflict { get; } = isConflict;
}
