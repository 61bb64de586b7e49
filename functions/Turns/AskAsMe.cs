using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Turns;

/// <summary><c>POST /api/messages/{id}/ask-as-me</c>: asks the question behind an answer again, as the caller's own message and turn.</summary>
public sealed class AskAsMe(Authorities authorities, ThreadStore threads, MessageStore messages, SayInThread say)
{
    [Function(nameof(AskAsMe))]
    [Person(Freshness.Read)]
    [Description("Asks the question behind a message again, as the caller.")]
    [Query("edited", "the question's editedAt as it was shown to the caller, or \"never\"; an answer of 409 says that it has other words now")]
    [Answers(202, typeof(SaidMessage))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/messages/{id}/ask-as-me")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient turns)
    {
        var me = request.Caller().Subject;
        var cancellation = request.HttpContext.RequestAborted;
        var authority = request.Authority();
        if (await QuestionAsync(me, id, cancellation) is not { } question || !MessageText.TryParse(question.Text, out var text))
            return Problem.NotFound();
        if (!IsAsShown(question, request.Query["edited"]))
            return Problem.Conflict("edited", "The question has other words now. Read it, then ask again.");
        if (!await authorities.CanConfirmLaterAsync(me, cancellation))
            return Problem.Forbidden(
                "cannot-confirm-later", "Your sign-in provider cannot be asked about you once this request is over. Sign in through the web app first.");
        return await say.SayAsync(
            authority,
            turns,
            question.Id.Thread,
            text,
            clientId: null,
            forAgent: true,
            CancellationToken.None,
            AuthorOf(question, me),
            refs: FilesOf(question)) switch
        {
            Said.Accepted accepted => HttpAnswer.Accepted(new SaidMessage(accepted.Message.Id, accepted.Message.Turn)),
            Said.NotFound => Problem.NotFound(),
            Said.TooMany many => Problem.TooMany(many.Sentence, many.RetryAfter),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Quotes a question with files, so that the new turn includes the files.</summary>
    private static MessageRefs? FilesOf(ThreadMessage.Typed question) => question.Files.IsEmpty ? null : MessageRefs.None with { Quoted = question.Id.Seq };

    /// <summary>True if the caller has seen the current text of the question. A client that does not report the text it showed is trusted.</summary>
    private static bool IsAsShown(ThreadMessage.Typed question, string? edited) => edited switch
    {
        null => true,
        "never" => question.EditedAt is null,
        _ => DateTimeOffset.TryParse(edited, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var shown) && shown == question.EditedAt,
    };

    /// <summary>Returns the original author of the question, even if several people took it over; null if that is the caller.</summary>
    private static Participant? AuthorOf(ThreadMessage.Typed question, Subject me)
    {
        var author = question.Author ?? Participant.Of(question.AskedBy);
        return author.Subject == me.Id ? null : author;
    }

    private async Task<ThreadMessage.Typed?> QuestionAsync(Subject me, string id, CancellationToken cancellation)
    {
        if (!MessageId.TryParse(id, out var messageId)
            || await threads.FindForMemberAsync(me.Id, messageId.Thread, cancellation) is not { } thread
            || await messages.FindAsync(messageId, cancellation) is not { } message)
            return null;
        var asking = message is ThreadMessage.Answer answer ? answer.Turn.Asking : message.Id;
        if (!thread.Me.MayRead(message.Id) || !thread.Me.MayRead(asking))
            return null;
        return await messages.FindAsync(asking, me.Id, cancellation) is ThreadMessage.Typed { IsDeleted: false } question ? question : null;
    }
}
