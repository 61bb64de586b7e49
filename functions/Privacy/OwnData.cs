using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Onbehalf.Automations;
using Onbehalf.Delegation;
using Onbehalf.Functions.Automations;
using Onbehalf.Functions.Connections;
using Onbehalf.Functions.Memory;
using Onbehalf.Functions.Settings;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Memory;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Privacy;

/// <summary>
/// Reads one person's stored data through the stores and rules of their own pages. An answer that is locked on their screen is locked here. Other
/// people's messages are excluded, and so is the audit trail, which has its own export.
/// </summary>
public sealed class OwnData(
    ThreadStore threads,
    MessageStore messages,
    AnswerVisibility visibility,
    OwnSettingsStore settings,
    MemoryStore memory,
    AutomationStore automations,
    AutomationView view,
    MyConnections connections)
{
    private const int PageSize = 200;
    private const string ElsewhereUnclear = "Slack did not say whether you are in the channel of this conversation. Download the file again later.";

    internal async IAsyncEnumerable<OwnDataLine> OfAsync(Authority me, HttpRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chosen = SettingsBody.Of(await settings.ReadAsync(me, cancellation));
        yield return new("person") { Person = new(me.Subject.Id, me.Subject.Issuer, me.Subject.Name, [.. me.Groups], chosen) };
        foreach (var connection in await connections.ListAsync(me, cancellation))
            yield return new("connection") { Connection = ConnectionBody.Of(connection) };
        foreach (var held in await memory.ListAsync(me, cancellation))
            yield return new("memory") { Memory = MemoryBody.Of(held) };
        foreach (var automation in (await automations.OfAuthorAsync(me.Subject.Id, cancellation)).Where(static one => one.Latest is not null))
            yield return new("automation") { Automation = await view.InListAsync(me, automation, request, cancellation) };
        await foreach (var line in ConversationsAsync(me, cancellation))
            yield return line;
    }

    private async IAsyncEnumerable<OwnDataLine> ConversationsAsync(Authority me, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? from = null;
        do
        {
            (var ids, from) = await threads.IdsForAsync(me.Subject.Id, from, PageSize, cancellation);
            foreach (var id in ids)
            {
                var look = await threads.LookAsync(me.Subject.Id, id, cancellation);
                if (look is ThreadLook.Unclear)
                    yield return new("skipped") { Skipped = new(id, ElsewhereUnclear) };
                if (look is not ThreadLook.Found(var thread))
                    continue;
                yield return new("thread") { Thread = ThreadBody.Of(thread) };
                await foreach (var message in MineAsync(me, thread.Thread, cancellation))
                    yield return new("message") { Message = message };
            }
        }
        while (from is not null);
    }

    private async IAsyncEnumerable<MessageBody> MineAsync(Authority me, MemberThread thread, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var seq = thread.Me.JoinedSeq; seq <= thread.Thread.LastSeq; seq += PageSize)
        {
            ImmutableArray<ThreadMessage> mine =
            [
                .. (await messages.ListAsync(thread, new(seq, PageSize), cancellation)).Where(message => message.AskedBy.Id == me.Subject.Id),
            ];
            foreach (var seen in await visibility.OfAsync(me, mine, cancellation))
                yield return MessageBody.Of(seen);
        }
    }
}
