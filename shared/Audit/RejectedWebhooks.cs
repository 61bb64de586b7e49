using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

/// <summary>
/// Records webhooks that were not taken: whose sender did not prove who they are, or that came again. One row each, without the body.
/// Anybody can send them, so an instance writes only so many in a minute; the next row says how many it left out.
/// </summary>
public sealed class RejectedWebhooks(AuditTrail trail, TimeProvider time)
{
    /// <summary>How many rows an instance writes in a minute.</summary>
    public const int RowsPerMinute = 60;

    private readonly Lock _gate = new();
    private DateTimeOffset _minute;
    private int _written;
    private int _leftOut;

    /// <param name="cameTo">What of ours it came to; never anything the sender chose.</param>
    /// <param name="reason">A stable code of ours.</param>
    /// <param name="author">Whose it is, where it came to something of somebody's.</param>
    public async Task RecordAsync(AuditResource cameTo, string reason, SubjectId? author, CancellationToken cancellation)
    {
        if (!IsWritten(out var before))
            return;
        await trail.RecordAsync(
            new()
            {
                CallId = $"webhook-rejected-{Guid.NewGuid():N}",
                Subject = AuditPerson.Nobody,
                Act = Act.Human,
                Action = AuditAction.WebhookRejected,
                Decision = AuditDecision.Denied,
                Reason = reason,
                Author = author,
                Resource = cameTo,
                Shape = before == 0 ? null : FormattableString.Invariant($"{before} more since the last row"),
            },
            cancellation);
    }

    private bool IsWritten(out int before)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now - _minute >= TimeSpan.FromMinutes(1))
                (_minute, _written) = (now, 0);
            if (_written == RowsPerMinute)
            {
                before = 0;
                _leftOut++;
                return false;
            }

            (before, _leftOut) = (_leftOut, 0);
            _written++;
            return true;
        }
    }
}
