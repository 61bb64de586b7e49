using Microsoft.DurableTask.Client;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Posts a person's message: checks the limits, stores the message, starts the turn. All channels use it. A retry with the same client id
/// stores nothing, and starts the turn only if the first attempt did not. A question taken over from another person keeps its author.
/// </summary>
public sealed class SayInThread(ThreadStore threads, MessageStore messages, TurnBudget budget, MessageRate rate, ThreadLimits limits, IMessageEcho? echo = null)
{
    private static readonly TimeSpan TurnsPause = TimeSpan.FromSeconds(5);

    /// <param name="isFromSlack">True if the message came from Slack. Other messages in a Slack thread are mirrored to Slack.</param>
    public async Task<Said> SayAsync(
        Authority speaker,
        DurableTaskClient turns,
        ThreadId thread,
        MessageText text,
        ClientId? clientId,
        bool forAgent,
        CancellationToken cancellation,
        Participant? author = null,
        SpokenZone? zone = null,
        MessageRefs? refs = null, bool isFromSlack = false)
    {
        if (rate.Refuses(speaker.Subject.Id) is { } wait)
            return new Said.TooMany($"You may send {limits.MessagesPerMinute} messages a minute. Wait a moment.", wait);
        if (!await threads.MayEnterAsync(speaker.Subject.Id, thread, cancellation))
            return new Said.NotFound();
        var sent = clientId ?? ClientId.New();
        if (echo is null || isFromSlack || await echo.NoteAsync(thread, speaker.Subject.Id, sent, cancellation) is not { } note)
            return await SayAsync();
        var said = await SayAsync();
        await echo.BeginAsync(turns, note, (said as Said.Accepted)?.Message.Id, cancellation);
        return said;

        Task<Said> SayAsync() => AppendAsync(speaker, turns, thread, text, sent, forAgent, author, zone, refs, cancellation);
    }

    private async Task<Said> AppendAsync(
        Authority speaker,
        DurableTaskClient turns,
        ThreadId thread,
        MessageText text,
        ClientId clientId,
        bool forAgent,
        Participant? author,
        SpokenZone? zone,
        MessageRefs? refs,
        CancellationToken cancellation)
    {
        if (!forAgent)
            return Outcome(await messages.AppendAsync(speaker, thread, text, clientId, forAgent: false, cancellation, author, zone, refs));
        using var place = await budget.HoldAsync(speaker.Subject.Id, cancellation);
        if (place is null)
            return await SaidBeforeAsync(speaker, thread, clientId, cancellation);
        var appended = await messages.AppendAsync(speaker, thread, text, clientId, forAgent: true, cancellation, author, zone, refs);
        switch (appended)
        {
            case Appended.Stored { Message.Turn: { } turn }:
                await StartAsync(speaker, turns, place, turn, cancellation);
                break;
            case Appended.Again { Message.Turn: { } turn } when !await TurnStart.HasBegunAsync(turns, messages, turn, cancellation):
                await StartAsync(speaker, turns, place, turn, cancellation);
                break;
        }

        return Outcome(appended);
    }

    private static Said Outcome(Appended appended) => appended switch
    {
        Appended.Stored stored => new Said.Accepted(stored.Message),
        Appended.Again again => new Said.Accepted(again.Message),
        Appended.NotFound => new Said.NotFound(),
        _ => throw new InvalidOperationException($"{appended.GetType().Name} is not an outcome of adding a message."),
    };

    private async Task StartAsync(Authority speaker, DurableTaskClient turns, TurnPlace place, TurnId turn, CancellationToken cancellation)
    {
        await place.TakeAsync(turn);
        var begun = false;
        try
        {
            await TurnStart.BeginAsync(turns, turn, cancellation);
            begun = true;
        }
        finally
        {
            if (!begun)
                await budget.LeaveAsync(speaker.Subject.Id, turn, CancellationToken.None);
        }
    }

    private async Task<Said> SaidBeforeAsync(Authority speaker, ThreadId thread, ClientId clientId, CancellationToken cancellation) =>
        await messages.FindSentAsync(speaker.Subject.Id, thread, clientId, cancellation) is { } earlier ? new Said.Accepted(earlier)
        : await budget.IsWaitingTooOftenAsync(speaker.Subject.Id, cancellation)
            ? new Said.TooMany(
                $"{ThreadLimits.MaxWaitingTurns} of your questions wait for your yes or no. Answer or stop one of them, then ask again.", TurnsPause)
        : new Said.TooMany($"{limits.RunningTurns} of your questions are being answered. Ask again when one is done.", TurnsPause);
}

/// <summary>Posts the messages of a thread in the channel that the thread mirrors.</summary>
public interface IMessageEcho
{
    /// <summary>
    /// Writes an outbox row before the message is added, so that a sweep continues after a crash. Returns null when the thread is not mirrored.
    /// </summary>
    /// <param name="thread">An existing thread.</param>
    Task<string?> NoteAsync(ThreadId thread, SubjectId speaker, ClientId sent, CancellationToken cancellation);

    /// <param name="message">Null when no message was added.</param>
    Task BeginAsync(DurableTaskClient durable, string note, MessageId? message, CancellationToken cancellation);
}
