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
/// Messages in order, each as I may see it now: from the first that is mine to read, from my read mark (<c>?from=unread</c>), or the
/// newest, going back page by page (<c>?from=end</c>); or around one message (<c>?from={messageId}</c>).
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
            return page.Continuation is null ? Problem.BadRequest("from", "from is start, unread, end or the id of a message of this thread.") : Page.Continue();
        var looking = rights.LookAsync(viewer);
        var (shown, next) = part.Cut(await messages.ListAsync(thread, part.Range, cancellation));
        var seen = await visibility.OfAsync(viewer, shown, cancellation);
        await looking;
        return HttpAnswer.List([.. seen.Select(MessageBody.Of)], next);
    }
}
