using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

/// <summary>
/// Records rejected webhooks: unproven senders and repeated deliveries. Each has one row without the body.
/// Anyone can send webhooks, so an instance writes a bounded number per minute. The next row has the number of omitted ones.
/// </summary>
public sealed class RejectedWebhooks(AuditTrail trail, TimeProvider time)
{
    /// <summary>The most rows that an instance writes per minute.</summary>
    public const int RowsPerMinute = 60;

    private readonly Lock _gate = new();
    private DateTimeOffset _minute;
    private int _written;
    private int _leftOut;

    /// <param name="cameTo">The resource of this deployment that was addressed; never a value that the sender chose.</param>
    /// <param name="reason">A stable code.</param>
    /// <param name="author">The owner of the addressed resource, if it has one.</param>
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
