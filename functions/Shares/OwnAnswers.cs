using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary>Finds what a caller may share: their own answers, from their own browser session.</summary>
public sealed class OwnAnswers(ThreadStore threads, MessageStore messages, AnswerVisibility visibility)
{
    /// <summary>An answer that is not there, not theirs, or that rests on nothing private reads the same.</summary>
    internal async Task<(OwnAnswer? Answer, IResult? Problem)> FindAsync(HttpRequest request, string id, CancellationToken cancellation)
    {
        var speaker = request.Authority();
        if (!MessageId.TryParse(id, out var messageId)
            || await threads.FindForMemberAsync(speaker.Subject.Id, messageId.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(messageId)
            || await messages.FindAsync(messageId, cancellation) is not ThreadMessage.Answer { IsPrivate: true } answer
            || answer.AskedBy.Id != speaker.Subject.Id)
            return (null, Problem.NotFound());
        return request.Caller().MayConfirm
            ? (await OfAsync(speaker, answer, cancellation), null)
            : (null, Problem.Forbidden("share-needs-browser", "Sharing needs your signed-in browser session; a token cannot do it."));
    }

    private async Task<OwnAnswer> OfAsync(Authority speaker, ThreadMessage.Answer answer, CancellationToken cancellation)
    {
        var others = (await threads.MembersAsync(answer.Id.Thread, cancellation)).Where(member => member.Subject != speaker.Subject.Id && member.MayRead(answer.Id));
        var seen = await visibility.OfAsync(speaker, answer, cancellation);
        return new(speaker, answer, seen is VisibleMessage.Open { RowsWithheld: false } open ? FrozenReply.Of(open.Reply) : null, [.. others]);
    }
}
