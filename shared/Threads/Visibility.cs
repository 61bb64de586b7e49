using Onbehalf.Delegation;
using Onbehalf.Identity;

namespace Onbehalf.Threads;

/// <summary>
/// Decides who may see what the agent said: for display, streams, search, previews, exports and the model's context of later turns.
/// A typed message is open to every member; a reply that rests on nothing private too; any other only to the person it answers.
/// </summary>
public sealed class Visibility(PersonSeal seal)
{
    /// <summary>For a viewer who is known to be a member. A reply whose key was shredded is locked for everybody.</summary>
    public async Task<VisibleMessage> OfAsync(Authority viewer, ThreadMessage message, CancellationToken cancellation) => message switch
    {
        ThreadMessage.Typed typed => new VisibleMessage.Typed(typed),
        ThreadMessage.Answer { IsPrivate: false } answer => new VisibleMessage.Open(answer, ReplyBody.Read(answer, answer.Body)),
        ThreadMessage.Answer answer when viewer.Subject.Id == answer.AskedBy.Id => await OpenAsync(answer, cancellation),
        ThreadMessage.Answer answer => new VisibleMessage.Locked(answer),
        _ => throw new InvalidOperationException($"{message.GetType().Name} is not a kind of message."),
    };

    private async Task<VisibleMessage> OpenAsync(ThreadMessage.Answer answer, CancellationToken cancellation) =>
        await seal.OpenAsync(answer.AskedBy.Id, MessageRows.SealedAs(answer.Id), answer.Body, cancellation) is { } plain
            ? new VisibleMessage.Open(answer, ReplyBody.Read(answer, plain))
            : new VisibleMessage.Locked(answer);
}
