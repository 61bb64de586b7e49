using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.OpenApi;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Identity.Signals;

namespace Onbehalf.Functions.Identity;

/// <summary>
/// Receives identity providers' notifications about their people. The signal is stored before the response. The directory query and the resulting
/// revocations start at once, and continue after the response if they exceed the providers' timeout.
/// </summary>
public sealed class HearIdentitySignal(SignalSources sources, Offboard offboard, PeopleSweep sweep, RejectedWebhooks rejected)
{
    private const int Together = 16;

    // The timeout of Graph and Okta is three seconds.
    private static readonly TimeSpan TakenDownWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromMilliseconds(500);

    [Function(nameof(HearIdentitySignal))]
    [Public]
    [Description(
        "An identity provider's signal about its people: an Okta event hook, a Microsoft Graph change notification, a Shared Signals security event token.")]
    [Answers(202)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/identity/{provider}")] HttpRequest request, string provider)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (sources.Find(provider) is not { } source)
            return Problem.NotFound();
        if (await RawBody.ReadAsync(request, Body.Largest) is not { } body)
            return Problem.TooLarge();
        var reading = await source.ReadAsync(new(request.Method, request.Headers, request.Query, body));
        if (RefusalOf(reading) is { } reason)
            await rejected.RecordAsync(AuditResource.Of($"identity/{source.Provider}"), reason, null, cancellation);
        return reading switch
        {
            SignalReading.Heard heard => await HearAsync(heard, cancellation),
            SignalReading.Echo echo => new EchoReply(echo),
            SignalReading.NotHere => Problem.NotFound(),
            SignalReading.Forged => Problem.Unauthorized("not-proven", "The sender did not prove who it is.", "Webhook"),
            SignalReading.Malformed => Problem.BadRequest("body", "The body is not what this provider sends."),
            SignalReading.TokenRefused refused => new TokenRefusal(refused),
            SignalReading.Unavailable => Busy(),
            _ => throw new InvalidOperationException(reading.GetType().Name),
        };
    }

    private static string? RefusalOf(SignalReading reading) => reading switch
    {
        SignalReading.Forged forged => forged.Reason,
        SignalReading.Malformed malformed => malformed.Reason,
        SignalReading.TokenRefused refused => refused.Error,
        _ => null,
    };

    private static Problem Busy() => Problem.Unavailable("busy", "This could not be taken down in time. Send it again.", TimeSpan.FromSeconds(30));

    private async Task<IResult> HearAsync(SignalReading.Heard heard, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(TakenDownWithin);
        try
        {
            await Parallel.ForEachAsync(
                heard.Signals,
                new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = limited.Token },
                async (signal, stop) => await offboard.HearAsync(signal, stop));
            if (heard.MissedSome)
                await sweep.SoonAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Busy();
        }

        await Task.WhenAny(
            offboard.FollowUpAsync([.. heard.Signals.Select(static signal => signal.Person).Distinct()], CancellationToken.None),
            Task.Delay(AnsweredWithin, cancellation));
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }
}
