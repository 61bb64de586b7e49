using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>POST /api/threads/{id}/typing</c>: shows the other viewers for a few seconds that the caller is typing. Nothing is stored. A caller without
/// an open stream of the thread gets the response of a non-member.
/// </summary>
public sealed class TellTyping(EventLog events)
{
    [Function(nameof(TellTyping))]
    [Person(Freshness.Read)]
    [Description("Tells the others who have the thread open that the caller is typing; nothing is stored.")]
    [Answers(204)]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/threads/{id}/typing")] HttpRequest request, string id)
    {
        var me = Participant.Of(request.Authority().Subject);
        var isTold = ThreadId.TryParse(id, out var thread) && events.Whisper(thread, me.Subject, ThreadEvent.Typing(me));
        return Task.FromResult(isTold ? HttpAnswer.Nothing() : Problem.NotFound());
    }
}
