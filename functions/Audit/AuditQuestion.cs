using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Audit;

/// <summary>Parses the filter of a request: <c>subject thread tool resource decision from to</c>.</summary>
internal static class AuditQuestion
{
    private const int LongestTerm = 200;

    private static readonly string[] Terms = ["thread", "tool", "resource"];

    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(366);

    public static bool TryRead(HttpRequest request, DateTimeOffset now, [NotNullWhen(true)] out AuditFilter? filter, [NotNullWhen(false)] out Problem? problem)
    {
        filter = null;
        problem = null;
        if (!TryReadTime(request, "to", now, out var to)
            || !TryReadTime(request, "from", to - AuditFilter.DefaultSpan, out var from)
            || from > to
            || to - from > LongestSpan)
            problem = Problem.BadRequest("time", "from and to are ISO 8601 times, from before to, at most 366 days apart.");
        else if (!TryReadSubject(request, out var subject))
            problem = Problem.BadRequest("subject", "subject is a person's subject id.");
        else if (!TryReadDecision(request, out var decision))
            problem = Problem.BadRequest("decision", $"decision is one of {string.Join(", ", Enum.GetNames<AuditDecision>()).ToLowerInvariant()}.");
        else if (Terms.FirstOrDefault(name => request.Query[name].ToString().Length > LongestTerm) is { } longName)
            problem = Problem.BadRequest(longName, $"{longName} may have at most {LongestTerm} characters.");
        else
            filter = new(subject, from, to, Text(request, "thread"), Text(request, "tool"), Text(request, "resource"), decision);
        return filter is not null;
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static bool TryReadTime(HttpRequest request, string name, DateTimeOffset otherwise, out DateTimeOffset time)
    {
        time = otherwise;
        return Text(request, name) is not { } text
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    private static bool TryReadSubject(HttpRequest request, out SubjectId? subject)
    {
        subject = null;
        if (Text(request, "subject") is not { } text)
            return true;
        var known = SubjectId.TryParse(text, out var id);
        subject = known ? id : null;
        return known;
    }

    private static bool TryReadDecision(HttpRequest request, out AuditDecision? decision)
    {
        decision = null;
        if (Text(request, "decision") is not { } text)
            return true;
        var known = Enum.TryParse<AuditDecision>(text, ignoreCase: true, out var parsed) && !char.IsAsciiDigit(text[0]);
        decision = known ? parsed : null;
        return known;
    }
}
