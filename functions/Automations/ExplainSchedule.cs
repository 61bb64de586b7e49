using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>GET /api/automations/words</c>: what a schedule said in words, or as cron, means. Its name sorts before that of <c>GET /api/automations/{id}</c>,
/// whose route would take it.
/// </summary>
public sealed class ExplainSchedule(TimeProvider time)
{
    private const int TimesShown = 5;

    [Function(nameof(ExplainSchedule))]
    [Person]
    [Description("A schedule in words (every Monday at 8) or cron, with its next times.")]
    [Query("text", "the schedule")]
    [Query("timeZone", "an IANA name; UTC when left out")]
    [Answers(200, typeof(ScheduleBody))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/automations/words")] HttpRequest request)
    {
        var text = request.Query["text"].ToString();
        var zone = request.Query["timeZone"].ToString() is { Length: > 0 } named ? named : "UTC";
        if (IanaZone.Find(zone) is null)
            return Problem.BadRequest("time-zone", "A time zone is an IANA name such as Europe/Berlin, America/New_York or UTC.");
        var now = time.GetUtcNow();
        var cron = SchedulePhrase.Read(text) ?? text.Trim();
        return WakeTimes.Of(cron, zone, now) is { } times
            ? HttpAnswer.Json(new ScheduleBody(cron, zone, TriggerWords.Schedule(cron), [.. times.From(now, TimesShown).Select(times.Local)]))
            : Problem.BadRequest("schedule", SchedulePhrase.NotUnderstood);
    }
}

internal sealed record ScheduleBody(string Cron, string TimeZone, string Words, IReadOnlyList<DateTimeOffset> Next);
