using System.Buffers.Text;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Visibility.Auditors;

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

/// <summary>The filter of a search. Without a <paramref name="Subject"/>, it selects the records of all people.</summary>
public sealed record AuditFilter(
    SubjectId? Subject,
    DateTimeOffset From,
    DateTimeOffset To,
    string? Thread = null,
    string? Tool = null,
    string? Resource = null,
    AuditDecision? Decision = null,
    string? Turn = null)
{
    /// <summary>The period that an auditor reads if the request has no time.</summary>
    public static TimeSpan DefaultSpan { get; } = TimeSpan.FromDays(31);

    /// <summary>Newest first.</summary>
    internal IEnumerable<AuditMonth> Months()
    {
        var first = AuditMonth.Of(From);
        for (var month = AuditMonth.Of(To); ; month = month.Previous)
        {
            yield return month;
            if (month == first)
                yield break;
        }
    }

    /// <summary>The part of the filter that the store can apply.</summary>
    internal string In(AuditMonth month)
    {
        var parts = new List<string?>
        {
            Subject is { } subject ? AuditKeys.RecordsOf(new AuditChain(month, subject)) : AuditKeys.RecordsOf(month),
            TableClient.CreateQueryFilter($"At ge {From} and At le {To}"),
            Thread is null ? null : TableClient.CreateQueryFilter($"ThreadId eq {Thread}"),
            Turn is null ? null : TableClient.CreateQueryFilter($"TurnId eq {Turn}"),
            Tool is null ? null : TableClient.CreateQueryFilter($"Tool eq {Tool}"),
            Resource is null ? null : "Source ne ''",
            Decision is { } decision ? TableClient.CreateQueryFilter($"Decision eq {decision.ToString()}") : null,
        };
        return string.Join(" and ", parts.Where(static part => part is not null));
    }

    internal bool Matches(AuditRecord record) => Resource is null || record.Entry.Resource?.Matches(Resource) is true;
}

/// <summary>
/// A page of records. It may have fewer records than requested, or none, and still a continuation, because one request reads a bounded number of
/// rows.
/// </summary>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, string? Continuation);

/// <summary>
/// The continuation of a search: the month, and the store's continuation token in it. It grants nothing, because the filter is applied again.
/// </summary>
internal sealed record AuditPosition(AuditMonth Month, string? Mark)
{
    public string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Month}{Mark}"));

    public static bool TryRead(string text, AuditFilter filter, out AuditPosition position)
    {
        position = new(default, null);
        if (!Base64Url.IsValid(text))
            return false;
        var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        if (plain.Length < 6 || !AuditMonth.TryParse(plain.AsSpan(0, 6), out var month) || !filter.Months().Contains(month))
            return false;
        position = new(month, plain.Length == 6 ? null : plain[6..]);
        return true;
    }
}

/// <summary>
/// The proof that this reader may read what the filter selects, and that reading others' acts is itself on record. Only
/// <see cref="AuditScopes"/> makes one.
/// </summary>
public sealed class AuditScope
{
    internal AuditScope(SubjectId reader, AuditFilter filter)
    {
        Reader = reader;
        Filter = filter;
    }

    public SubjectId Reader { get; }

    public AuditFilter Filter { get; }
}
