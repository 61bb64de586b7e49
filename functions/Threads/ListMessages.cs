using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Lists messages in order, each rendered for the caller's current rights. Starts at the caller's first readable message, at the read mark
/// (<c>?from=unread</c>), or at the newest and pages backwards (<c>?from=end</c>). <c>?from={messageId}</c> returns the messages around one
/// message.
/// </summary>
public sealed class ListMessages(ThreadStore threads, MessageStore messages, AnswerVisibility visibility, Rights rights)
{
    [Function(nameof(ListMessages))]
    [Person(Freshness.Read)]
    [Description("Messages in order, each reply rendered for the caller.")]
    [Query("from", "start, unread, end, or the id of a message for what was said around it")]
    [Answers(200, typeof(Listing<MessageBody>))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/threads/{id}/messages")] HttpRequest request, string id)
    {
        if (!Page.TryRead(request, out var page, out var problem))
            return problem;
        var cancellation = request.HttpContext.RequestAborted;
        var viewer = request.Authority();
        if (!ThreadId.TryParse(id, out var threadId) || await threads.FindForMemberAsync(viewer.Subject.Id, threadId, cancellation) is not { } thread)
            return Problem.NotFound();
        if (MessagePage.Of(thread, request.Query["from"], page) is not { } part)
            return page.Continuation is null
                ? Problem.BadRequest("from", "from is start, unread, end or the id of a message of this thread.")
                : Page.Continue();
        var looking = rights.LookAsync(viewer);
        var (shown, next) = part.Cut(await messages.ListAsync(thread, part.Range, cancellation));
        var seen = await visibility.OfAsync(viewer, shown, cancellation);
        await looking;
        return HttpAnswer.List([.. seen.Select(MessageBody.Of)], next);
    }
}
