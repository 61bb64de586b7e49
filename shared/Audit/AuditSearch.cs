using Azure;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>Reads records by person, thread, tool, resource, decision and time, from the newest month.</summary>
public sealed class AuditSearch(Tables tables)
{
    // The most pages of the store that one request reads, with 1,000 rows each.
    private const int MostPages = 10;

    /// <summary>Returns null if the continuation is from another search.</summary>
    public async Task<AuditPage?> FindAsync(AuditScope scope, int limit, string? continuation, CancellationToken cancellation)
    {
        var filter = scope.Filter;
        var position = new AuditPosition(AuditMonth.Of(filter.To), null);
        if (continuation is not null && !AuditPosition.TryRead(continuation, filter, out position))
            return null;

        var found = new List<AuditRecord>();
        var next = (AuditPosition?)position;
        for (var pages = 0; next is not null && found.Count < limit && pages < MostPages; pages++)
        {
            try
            {
                next = await ReadPageAsync(filter, next, limit - found.Count, found, cancellation);
            }
            catch (RequestFailedException mark) when (mark.Status == 400 && continuation is not null && pages == 0)
            {
                return null;
            }
        }

        return new([.. found.OrderByDescending(static record => record.At)], next?.Write());
    }

    private async Task<AuditPosition?> ReadPageAsync(AuditFilter filter, AuditPosition at, int wanted, List<AuditRecord> found, CancellationToken cancellation)
    {
        // If the store cannot apply the whole filter, whole pages are read, and a page can have more matches than requested.
        var size = filter.Resource is null ? wanted : Math.Max(wanted, 200);
        await foreach (var page in tables.Audit.QueryAsync<AuditRow>(filter.In(at.Month), size, null, cancellation).AsPages(at.Mark, size))
        {
            found.AddRange(page.Values.Select(AuditRows.Read).OfType<AuditRecord>().Where(filter.Matches));
            if (page.ContinuationToken is { } mark)
                return at with { Mark = mark };
            break;
        }

        return at.Month == AuditMonth.Of(filter.From) ? null : new(at.Month.Previous, null);
    }
}
