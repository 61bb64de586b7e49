using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Audit;

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
