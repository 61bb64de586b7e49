using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Delegation.OnBehalf;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Identity;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>Posts a message to a thread. A turn answers it, unless it is not addressed to the agent.</summary>
public sealed class SayMessage(Authorities authorities, SayInThread say, PresentedTokens presented, Mentioned mentioned, Attached attached, InboxItems inbox)
{
    [Function(nameof(SayMessage))]
    [Person(Freshness.Read)]
    [Description("Says something in a thread; the same clientId twice says it once.")]
    [Takes(typeof(NewMessage))]
    [Answers(202, typeof(SaidMessage))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/threads/{id}/messages")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient turns)
    {
        if (!(await Body.ReadAsync<NewMessage>(request)).Is(out var message, out var problem))
            return problem;
        ClientId? clientId = null;
        if (message.ClientId is { } given)
        {
            if (!ClientId.TryParse(given, out var parsed))
                return Problem.BadRequest("client-id", $"clientId has 1 to {ClientId.MaxLength} characters.");
            clientId = parsed;
        }

        var zone = SpokenZone.Of(message.TimeZone);
        if (message.TimeZone is not null && zone is null)
            return Problem.BadRequest("time-zone", "timeZone is the IANA name of a time zone, such as Europe/Berlin. Leave it out when there is none.");

        if (!ThreadId.TryParse(id, out var thread))
            return Problem.NotFound();
        return await attached.FindAsync(request.Authority(), thread, message.Files, clientId, request.HttpContext.RequestAborted) switch
        {
            Attached.Result.Found found => await SayAsync(request, turns, thread, message, found, clientId, zone),
            Attached.Result.Refused refused => refused.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private async Task<IResult> SayAsync(
        HttpRequest request, DurableTaskClient turns, ThreadId thread, NewMessage message, Attached.Result.Found files, ClientId? clientId, SpokenZone? zone)
    {
        var (speaker, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        if (!MessageText.TryParse(files.TextOf(message.Text), out var text))
            return Problem.BadRequest("text", $"A message has 1 to {MessageText.MaxLength} characters.");
        var forAgent = message.Agent ?? true;
        return await mentioned.FindAsync(speaker, thread, text, message.Mentions, message.Quote, cancellation) switch
        {
            Mentioned.Result.Found found => await SayAsync(
                speaker, request.Caller(), turns, thread, text, clientId, forAgent, zone, found.Refs with { Files = files.Files }),
            Mentioned.Result.Refused refused => refused.Problem,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Not cancelled when the client disconnects.</summary>
    private async Task<IResult> SayAsync(
        Authority speaker,
        Caller caller,
        DurableTaskClient turns,
        ThreadId thread,
        MessageText text,
        ClientId? clientId,
        bool forAgent,
        SpokenZone? zone,
        MessageRefs refs)
    {
        if (forAgent && !await authorities.CanConfirmLaterAsync(speaker.Subject, CancellationToken.None))
            return Problem.Forbidden(
                "cannot-confirm-later", "Your sign-in provider cannot be asked about you once this request is over. Sign in through the web app first.");
        if (forAgent)
            await presented.OfferAsync(caller, CancellationToken.None);
        return await say.SayAsync(speaker, turns, thread, text, clientId, forAgent, CancellationToken.None, zone: zone, refs: refs) switch
        {
            Said.Accepted accepted => await SaidAsync(accepted.Message, refs),
            Said.NotFound => Problem.NotFound(),
            Said.TooMany many => Problem.TooMany(many.Sentence, many.RetryAfter),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Puts the message into the inbox of each mentioned member. A retry with other references does not change the mentions.</summary>
    private async Task<IResult> SaidAsync(ThreadMessage.Typed message, MessageRefs refs)
    {
        var named = refs.Members.Where(member => member != message.AskedBy.Id && message.Mentions.Any(mention => mention.Subject == member));
        await inbox.PutAsync(named, InboxItem.Mention(message.Id, message.AskedBy.Name, message.At), CancellationToken.None);
        return HttpAnswer.Accepted(new SaidMessage(message.Id, message.Turn));
    }
}

/// <summary>
/// A new message. <c>Agent</c>: false if the agent must not answer. <c>TimeZone</c>: the zone of times in a request for later work; defaults to
/// the speaker's setting. <c>Mentions</c>: the people mentioned in the text. <c>Quote</c>: the id of a message of the thread. <c>Files</c>: ids
/// of files that the speaker uploaded; with files, the text may be empty.
/// </summary>
internal sealed record NewMessage(
    string Text,
    string? ClientId = null,
    bool? Agent = null,
    string? TimeZone = null,
    IReadOnlyList<MentionText>? Mentions = null,
    string? Quote = null,
    IReadOnlyList<string>? Files = null);

internal sealed record SaidMessage(MessageId MessageId, TurnId? TurnId);
