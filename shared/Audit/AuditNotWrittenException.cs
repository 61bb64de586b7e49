namespace Onbehalf.Audit;

/// <summary>There is no record, so there is no act: whoever catches this turns it into "it did not happen".</summary>
public sealed class AuditNotWrittenException(string message, bool isConflict, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A different record stands under the same key: an alarm, never a retry.</summary>
    public bool IsConflict { get; } = isConflict;
}
