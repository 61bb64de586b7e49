using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// <c>POST /api/webhooks/in/{id}</c>: receives a signed event for an automation. The run uses the author's identity, whoever the event names.
/// Responses, without a body except for 413: 202 for a started run; 200 for a known event or a GitHub ping; 401 for a forged, late, early or
/// ambiguous event or an unknown automation. A paused or parked automation answers 202 and discards the event, so missed events are not made up
/// for. It does not answer 410, because Standard Webhooks senders would then stop sending for good.
/// </summary>
public sealed class ReceiveEvent(
    AutomationStore store,
    SigningSecrets secrets,
    SeenEvents memory,
    RefusedEvents refused,
    RunStart runs,
    StartRate rate,
    RejectedWebhooks rejected,
    TimeProvider time)
{
    [Function(nameof(ReceiveEvent))]
    [Public(LimitsBody = true)]
    [Description("A signed event (Standard Webhooks, GitHub or Stripe) for an event trigger; nobody signs in, the signature is the proof.")]
    [Answers(200)]
    [Answers(202)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/in/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient durable)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var read = await RawBody.ReadAsync(request, Occasion.MaxPayload);
        var automation = AutomationId.TryParse(id, out var parsed) ? await store.FindAsync(parsed, cancellation) : null;
        if (automation is not { State: not AutomationState.Ended, Agreed.Trigger: Trigger.SignedEvent { Format: var format } })
            return read is null ? Problem.TooLarge(Occasion.MaxPayload) : await RejectAsync(null, "no-trigger", cancellation);
        if (read is not { } body)
            return await TooLargeAsync(automation, cancellation); // The signature covers the whole body, so it was not checked.

        var signature = Signature(request, format);
        if (await secrets.WhyNotAsync(automation, format, signature, body, cancellation) is { } why)
            return await RejectAsync(automation, why, cancellation);
        var text = EventText.Of(request, format, body.Span);
        if (text.Whole.Length > Occasion.MaxText)
            return await TooLargeAsync(automation, cancellation);
        if (text.IsPing)
            return Results.StatusCode(StatusCodes.Status200OK);
        return automation.State is AutomationState.Active
            ? await BeginAsync(durable, automation, signature, body, text)
            : await DiscardAsync(automation, signature.EventId(body.Span), signature);
    }

    /// <summary>Remembers an event that starts nothing: whoever holds its signed bytes cannot start a run with them later.</summary>
    private async Task<IResult> DiscardAsync(Automation automation, string eventId, EventSignature signature)
    {
        if (await memory.TakeAsync(automation.Id, eventId, isTimed: signature.Timestamp is not null, CancellationToken.None))
            await memory.BegunAsync(automation.Id, eventId, CancellationToken.None);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>Starts the run. A disconnect of the sender does not cancel it.</summary>
    private async Task<IResult> BeginAsync(
        DurableTaskClient durable, Automation automation, EventSignature signature, ReadOnlyMemory<byte> body, EventText text)
    {
        var eventId = signature.EventId(body.Span);
        if (!await memory.TakeAsync(automation.Id, eventId, isTimed: signature.Timestamp is not null, CancellationToken.None))
        {
            await RecordAsync(automation, "replayed", CancellationToken.None);
            return Results.StatusCode(StatusCodes.Status200OK);
        }

        if (await rate.RefusesAsync(automation.Author.Id, CancellationToken.None) is { } wait)
            return Problem.TooMany(rate.Sentence, wait);
        await runs.BeginAsync(durable, automation, new Occasion($"event:{eventId}", OccasionKind.Event, time.GetUtcNow(), text.Whole), CancellationToken.None);
        await memory.BegunAsync(automation.Id, eventId, CancellationToken.None);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> TooLargeAsync(Automation automation, CancellationToken cancellation)
    {
        await TellAsync(automation, "too-large", cancellation);
        return Problem.TooLarge(Occasion.MaxPayload);
    }

    private async Task<IResult> RejectAsync(Automation? automation, string why, CancellationToken cancellation)
    {
        await TellAsync(automation, why, cancellation);
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>Records a refused event in the audit and on the author's page.</summary>
    private async Task TellAsync(Automation? automation, string why, CancellationToken cancellation)
    {
        await RecordAsync(automation, why, cancellation);
        if (automation is not null)
            await refused.RecordAsync(automation.Id, why, cancellation);
    }

    private Task RecordAsync(Automation? automation, string reason, CancellationToken cancellation) =>
        rejected.RecordAsync(new("automations", automation is null ? [] : [automation.Id.Value], []), reason, automation?.Author.Id, cancellation);

    private static EventSignature Signature(HttpRequest request, string format) => format switch
    {
        "github" => new(request.Headers["X-GitHub-Delivery"], null, request.Headers["X-Hub-Signature-256"]),
        "stripe" => new(null, null, request.Headers["Stripe-Signature"]),
        _ => Standard(request, request.Headers.ContainsKey("webhook-id") ? "webhook" : "svix"),
    };

    /// <summary>
    /// Reads a Standard Webhooks signature. Svix uses the same signature with its own header names, and the two sets are never mixed. Some
    /// senders put each signature into a separate header.
    /// </summary>
    private static EventSignature Standard(HttpRequest request, string prefix) =>
        new(request.Headers[$"{prefix}-id"], request.Headers[$"{prefix}-timestamp"], string.Join(' ', request.Headers[$"{prefix}-signature"].AsEnumerable()));
}
