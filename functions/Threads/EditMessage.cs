using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// <c>PATCH /api/messages/{id}</c>: changes the text of the caller's message. The agent is not asked again; the audit keeps both texts.
/// </summary>
public sealed class EditMessage(OwnMessages own, MessageChanges changes, OwnHand hand, Mentioned mentioned)
{
    [Function(nameof(EditMessage))]
    [Person(Freshness.Now)]
    [Description("Gives one's own message other words; the agent is not asked again.")]
    [Takes(typeof(EditedMessage))]
    [Answers(200, typeof(MessageBody))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/messages/{id}")] HttpRequest request, string id)
    {
        if (!(await Body.ReadAsync<EditedMessage>(request)).Is(out var wanted, out var problem))
            return problem;
        if (!MessageText.TryParse(wanted.Text, out var text))
            return Problem.BadRequest("text", $"A message has 1 to {MessageText.MaxLength} characters.");
        var author = request.Authority();
        if (await own.FindAsync(author, id, request.HttpContext.RequestAborted) is not var (thread, message) || message.Author is not null)
            return Problem.NotFound();
        if (own.Refuses(author) is { } wait)
            return OwnMessages.TooMany(wait);
        return await mentioned.FindAsync(author, message.Id.Thread, text, wanted.Mentions, quote: null, request.HttpContext.RequestAborted) switch
        {
            Mentioned.Result.Found found => await ChangeAsync(author, thread, message, text, found.Refs),
            Mentioned.Result.Refused refused => refused.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Not cancelled when the client disconnects.</summary>
    private async Task<IResult> ChangeAsync(Authority author, MemberThread thread, ThreadMessage.Typed message, MessageText text, MessageRefs refs)
    {
        if (message.Text == text.Value && message.Mentions.SequenceEqual(refs.Mentions))
        {
            // An earlier attempt may have failed between the change and its notification.
            await changes.NotifyAsync(message.Id);
            return HttpAnswer.Json(await own.ShowAsync(author, message.Id, CancellationToken.None));
        }

        var edited = await hand.RecordAsync(
            OwnMessages.Entry(author, message, "edit", text.Value),
            () => changes.EditAsync(thread, message.Id, text, refs.Mentions, CancellationToken.None),
            static done => done ? null : "gone",
            CancellationToken.None);
        return edited ? HttpAnswer.Json(await own.ShowAsync(author, message.Id, CancellationToken.None)) : Problem.NotFound();
    }
}

internal sealed record EditedMessage(string Text, IReadOnlyList<MentionText>? Mentions = null);
