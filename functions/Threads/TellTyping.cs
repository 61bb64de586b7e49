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
/// <c>POST /api/threads/{id}/typing</c>: I am typing. The others who have the thread open see it for a few seconds; nothing is stored. Who has
/// no stream of the thread open is told what a stranger is told.
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
