using Microsoft.AspNetCore.Http;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Threads;

/// <summary>Adds and removes the caller's reactions on messages that they may see.</summary>
public sealed class Reacting(ThreadStore threads, MessageStore messages, MessageChanges changes, AnswerVisibility visibility, MessageRate rate)
{
    internal async Task<IResult> ChangeAsync(HttpRequest request, string id, string emoji, bool isThere)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var me = request.Authority();
        if (!MessageId.TryParse(id, out var messageId)
            || await threads.FindForMemberAsync(me.Subject.Id, messageId.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(messageId)
            || await messages.FindAsync(messageId, me.Subject.Id, cancellation) is not { } message
            || await visibility.OfAsync(me, message, cancellation) is VisibleMessage.Locked or VisibleMessage.Typed { Message.IsDeleted: true })
            return Problem.NotFound();
        if (!Emoji.TryParse(emoji, out var picture))
            return Problem.BadRequest("emoji", "A reaction is one emoji.");
        if (isThere && message.Reactions.Length >= Reaction.MostKinds && message.Reactions.All(one => one.Emoji != picture))
            return Problem.Conflict("too-many-emoji", $"A message has at most {Reaction.MostKinds} different emoji.");
        if (rate.Refuses(me.Subject.Id) is { } wait)
            return OwnMessages.TooMany(wait);
        var isDone = isThere
            ? await changes.ReactAsync(thread, messageId, picture, CancellationToken.None)
            : await changes.UnreactAsync(thread, messageId, picture, CancellationToken.None);
        return isDone ? HttpAnswer.Nothing() : Problem.NotFound();
    }
}
