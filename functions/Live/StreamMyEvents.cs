using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;

namespace Onbehalf.Functions.Live;

/// <summary>
/// <c>GET /api/me/events</c>: streams changes of the caller's lists. <c>thread</c> carries a thread as in the list of threads; <c>gone</c> the id
/// of a thread that the caller lost; <c>inbox</c> the first page of the inbox. <c>rooms</c> tells the client to reload the rooms, and
/// <c>reset</c> to reload everything. Resumes after <c>Last-Event-ID</c> or <c>?after=</c>, otherwise starts now.
/// </summary>
public sealed class StreamMyEvents(LivePerson live)
{
    [Function(nameof(StreamMyEvents))]
    [Person(Freshness.Read)]
    [Description("What changes in the caller's threads, rooms and inbox, as it changes; resumes after Last-Event-ID.")]
    [Query("after", "an id of an event to go on after, where a client cannot send Last-Event-ID")]
    [Answers(200, MediaType = "text/event-stream")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/me/events")] HttpRequest request)
    {
        var given = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } resumed ? resumed : request.Query["after"].ToString();
        if (given.Length == 0)
            return live.For(request.Caller(), request.Authority(), since: null);
        return
            long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var moment) && moment <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? live.For(request.Caller(), request.Authority(), DateTimeOffset.FromUnixTimeMilliseconds(moment))
            : Problem.BadRequest("event-id", "This is not an event id of this stream. Connect again without it.");
    }
}
