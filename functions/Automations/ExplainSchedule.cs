using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Automations.Schedules;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>GET /api/automations/words</c>: explains a schedule given in words or as cron. The function's name must sort before that of <c>GET
/// /api/automations/{id}</c>, whose route also matches.
/// </summary>
public sealed class ExplainSchedule(TimeProvider time)
{
    [Function(nameof(ExplainSchedule))]
    [Person]
    [Description("A time in words (every Monday at 8, tomorrow at noon) or a cron, with its next times.")]
    [Query("text", "the schedule")]
    [Query("timeZone", "an IANA name; UTC when left out; a zone in the text goes before")]
    [Answers(200, typeof(ScheduleBody))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/automations/words")] HttpRequest request)
    {
        var text = request.Query["text"].ToString();
        var zone = request.Query["timeZone"].ToString() is { Length: > 0 } named ? named : null;
        var now = time.GetUtcNow();
        return WantedTime.Read(WantedTime.Written(text, zone), now) switch
        {
            WantedTime.Refused(var slug, var sentence) => Problem.BadRequest(slug, sentence),
            WantedTime.Ready(Trigger.Schedule schedule) => HttpAnswer.Json(new ScheduleBody(
                "schedule", schedule.TimeZone, TriggerWords.Schedule(schedule.Cron, schedule.Cycle), Next(schedule, now) ?? [], schedule.Cron, schedule.Cycle)),
            WantedTime.Ready(Trigger.Once once) => HttpAnswer.Json(
                new ScheduleBody("once", once.TimeZone, TriggerWords.Once(once), Next(once, now) ?? [], At: once.At)),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Returns the next occurrences in the schedule's time zone. Null for a trigger without a schedule.</summary>
    internal static IReadOnlyList<DateTimeOffset>? Next(Trigger trigger, DateTimeOffset now) =>
        WakeTimes.Of(trigger, now) is { } times ? [.. times.Next(now).Select(times.Local)] : null;
}

/// <param name="Kind"><c>schedule</c> or <c>once</c>.</param>
/// <param name="TimeZone">The zone that the text names; otherwise the zone of the request.</param>
internal sealed record ScheduleBody(
    string Kind, string TimeZone, string Words, IReadOnlyList<DateTimeOffset> Next, string? Cron = null, Cycle? Cycle = null, DateTimeOffset? At = null);
