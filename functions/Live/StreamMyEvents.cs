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
/// <c>GET /api/me/events</c>: what changes in my lists, live. <c>thread</c> has a thread as the list of threads has it, <c>gone</c> the id of one that
/// is no longer mine, <c>inbox</c> the first page of the inbox, <c>rooms</c> says to ask for the rooms again, <c>reset</c> for everything. Goes on
/// after <c>Last-Event-ID</c> (or <c>?after=</c>), else from now.
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
            return live.For(request.Authority(), since: null);
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var moment) && moment <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? live.For(request.Authority(), DateTimeOffset.FromUnixTimeMilliseconds(moment))
            : Problem.BadRequest("event-id", "This is not an event id of this stream. Connect again without it.");
    }
}
