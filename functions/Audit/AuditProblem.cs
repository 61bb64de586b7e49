using Onbehalf.Functions.Edge;

namespace Onbehalf.Functions.Audit;

internal static class AuditProblem
{
    public static Problem NotYours() => Problem.Forbidden("not-an-auditor", "You can read your own acts. Acts of others are for members of the auditor group.");

    public static Problem NotWritten() =>
        Problem.Unavailable("audit-unavailable", "What you asked could not be put on record, so it did not happen. Try again.");
}
