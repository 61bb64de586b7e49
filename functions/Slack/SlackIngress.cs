using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Onbehalf.Audit;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Slack;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Slack;

/// <summary>Verifies the requests of Slack and starts their handling.</summary>
public sealed class SlackIngress
{
    private readonly SlackSwitch _slack;
    private readonly SlackEvents _events;
    private readonly HeardMessages _heard;
    private readonly SlackFollowUp _followUp;
    private readonly SlackThreads _threads;
    private readonly SlackLinkEnding _ending;
    private readonly SlackStart _start;
    private readonly StopFromSlack _stop;
    private readonly SlackViews _views;
    private readonly SlackSharing _sharing;
    private readonly ConfirmFromSlack _confirm;
    private readonly RejectedWebhooks _rejected;
    private readonly PublicOrigin _origin;
    private readonly TimeProvider _time;

    internal SlackIngress(
        SlackSwitch slack,
        SlackEvents events,
        HeardMessages heard,
        SlackFollowUp followUp,
        SlackThreads threads,
        SlackLinkEnding ending,
        SlackStart start,
        StopFromSlack stop,
        SlackViews views, SlackSharing sharing, ConfirmFromSlack confirm, RejectedWebhooks rejected, PublicOrigin origin, TimeProvider time)
    {
        _slack = slack;
        _events = events;
        _heard = heard;
        _followUp = followUp;
        _threads = threads;
        _ending = ending;
        _start = start;
        _stop = stop;
        _views = views;
        _sharing = sharing;
        _confirm = confirm;
        _rejected = rejected;
        _origin = origin;
        _time = time;
    }

    internal async Task<IResult> EventAsync(HttpRequest request, DurableTaskClient durable)
    {
        if (!_slack.IsOn || _origin.Of(request) is not { } origin)
            return Problem.NotFound();
        var (problem, signed) = await ReadAsync(request);
        if (signed is null)
            return problem!;
        var (refusal, told) = _events.Read(signed);
        return refusal is not null ? Refuse(request, refusal) : await TakeAsync(request, told!, origin, durable);
    }

    internal async Task<IResult> ClickAsync(HttpRequest request, DurableTaskClient durable)
    {
        if (!_slack.IsOn || _origin.Of(request) is not { } origin)
            return Problem.NotFound();
        var (problem, signed) = await ReadAsync(request);
        if (signed is null)
            return problem!;
        if (signed.WhyNot(_slack.Required.SigningSecrets, _time.GetUtcNow()) is { } why)
            return Refuse(request, why);
        // All other buttons of the app are links. A click is authorized for the user who clicked.
        switch (SlackClick.Read(signed, _slack.Required.Team))
        {
            case { Action: SlackNotes.OpenAsMe } opened:
                After(request, () => _views.ShowAsync(opened.Team, opened.User, opened.Value, origin, CancellationToken.None));
                break;
            case { Action: SlackNotes.ShareToChannel } wanted:
                After(request, () => _sharing.PreviewAsync(wanted.Team, wanted.User, wanted.Value, origin, CancellationToken.None));
                break;
            case { Action: SlackNotes.ShareNow } agreed when SlackShareClick.Of(agreed, origin) is { } click:
                await _start.BeginAsync(durable, click, CancellationToken.None);
                break;
            case { Action: SlackNotes.ApproveCall or SlackNotes.DeclineCall } decided:
                After(request, () => _confirm.RunAsync(durable, decided, CancellationToken.None));
                break;
        }

        return Results.StatusCode(StatusCodes.Status200OK);
    }

    /// <summary>Reads the body, if the headers are those of a signed and recent request.</summary>
    private async Task<(IResult? Problem, SlackRequest? Request)> ReadAsync(HttpRequest request)
    {
        if (SlackRequest.WhyNot(request.Headers, _time.GetUtcNow()) is { } why)
            return (Refuse(request, why), null);
        return await RawBody.ReadAsync(request, SlackRequest.Largest) is { } body
            ? (null, SlackRequest.Of(request.Headers, body))
            : (Problem.TooLarge(SlackRequest.Largest), null);
    }

    /// <summary>Refuses a request. The record is written after the response, so that a flood of forged requests does not wait for the store.</summary>
    private Problem Refuse(HttpRequest request, string why)
    {
        After(request, () => _rejected.RecordAsync(AuditResource.Of("slack"), why, null, CancellationToken.None));
        return Problem.Unauthorized("not-proven", "The sender did not prove that it is Slack.", "Webhook");
    }

    /// <summary>Runs work after the response. It can be lost in a crash, and the person then clicks again.</summary>
    private static void After(HttpRequest request, Func<Task> act) => request.HttpContext.Response.OnCompleted(act);

    /// <summary>Handles an event. A disconnect of the sender does not cancel it.</summary>
    private async Task<IResult> TakeAsync(HttpRequest request, VerifiedSlackEvent told, Uri origin, DurableTaskClient durable)
    {
        switch (told)
        {
            case VerifiedSlackEvent.Challenge challenge:
                return Results.Text(challenge.Text, "text/plain");
            case VerifiedSlackEvent.Said said:
                await SaidAsync(request, said, origin, durable);
                break;
            case VerifiedSlackEvent.Unanswerable { Message: var message } refused:
                await HearAsync(request, refused.EventId, new(message, origin, refused.Why), durable);
                break;
            case VerifiedSlackEvent.Stopped stopped when await _heard.TakeAsync(stopped.EventId, stopped.Team, CancellationToken.None):
                await _stop.RunAsync(durable, new(stopped.Team, stopped.Channel, stopped.Root), stopped.User, CancellationToken.None);
                await _heard.DoneAsync(stopped.EventId, stopped.Team, CancellationToken.None);
                break;
            case VerifiedSlackEvent.UsersGone gone when await _heard.TakeAsync(gone.EventId, gone.Team, CancellationToken.None):
                foreach (var user in gone.Users)
                    await _ending.EndAsync(gone.Team, user, gone.Reason, CancellationToken.None);
                await _heard.DoneAsync(gone.EventId, gone.Team, CancellationToken.None);
                break;
            case VerifiedSlackEvent.AppGone gone when await _heard.TakeAsync(gone.EventId, gone.Team, CancellationToken.None):
                await _start.BeginAsync(durable, new SlackChange(gone.EventId, gone.Team.Value, null, gone.Reason), CancellationToken.None);
                await _heard.DoneAsync(gone.EventId, gone.Team, CancellationToken.None);
                break;
            case VerifiedSlackEvent.DetailsRequested opened:
                After(request, () => _views.PresentAsync(opened.Team, opened.User, opened.Reference, opened.Trigger, origin, CancellationToken.None));
                break;
            case VerifiedSlackEvent.ChannelChanged changed:
                _threads.Forget(changed.Team, changed.Channel);
                if (changed.MayHaveLeft)
                    await _start.BeginAsync(durable, new SlackChange(changed.EventId, changed.Team.Value, changed.Channel.Value, null), CancellationToken.None);
                break;
        }

        return Results.StatusCode(StatusCodes.Status200OK);
    }

    /// <summary>Handles a message. A message over the maximum length is refused if it is for the agent, and ignored otherwise.</summary>
    private async Task SaidAsync(HttpRequest request, VerifiedSlackEvent.Said said, Uri origin, DurableTaskClient durable)
    {
        var message = said.Message;
        var isTooLong = message.Text.Plain.Length > MessageText.MaxLength;
        if (await _followUp.IsForAgentAsync(message, CancellationToken.None))
            await HearAsync(request, said.EventId, new(message, origin, isTooLong ? SlackRefusal.TooLong : null), durable);
        else if (!isTooLong && await _threads.IsInConversationAsync(message, CancellationToken.None))
            await HearAsync(request, said.EventId, new(message, origin, null) { IsAside = true }, durable);
    }

    /// <summary>
    /// Writes the row before it starts the answer. If the process ends in between, Slack's retry or the sweep starts the answer. The mark that it
    /// has begun does not delay the response: without it, the answer is started again, which has no effect.
    /// </summary>
    private async Task HearAsync(HttpRequest request, string eventId, HeardMessage heard, DurableTaskClient durable)
    {
        if (!await _heard.TakeAsync(eventId, heard, CancellationToken.None))
            return;
        await _start.StartAsync(durable, heard.Message, CancellationToken.None);
        After(request, () => _heard.BegunAsync(heard.Message, CancellationToken.None));
    }
}
