using System.Collections.Concurrent;
using Microsoft.DurableTask.Local.Instances;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Inbox;

/// <summary>Carries rows of the inbox to the instances this process owns, and clears away what nobody will ever take.</summary>
internal sealed class InboxPump(Engine engine)
{
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Unclaimed = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _carried = [];
    private readonly Dictionary<string, long> _unclaimed = [];

    public async Task PumpAsync(CancellationToken cancellation)
    {
        await engine.Inbox.Written.WaitAsync(engine.Live.Count > 0 ? Busy : Idle, cancellation);
        var messages = await engine.Inbox.ReadAsync(cancellation);
        foreach (var message in messages)
        {
            if (engine.Live.TryGet(message.InstanceId, out var instance))
                Carry(message, instance);
            else
                await ClearAsync(message, cancellation);
        }

        foreach (var key in _unclaimed.Keys.Except(messages.Select(message => message.Key)).ToList())
            _unclaimed.Remove(key);
    }

    private void Carry(InboxMessage message, LiveInstance instance)
    {
        if (_carried.TryAdd(message.Key, true))
            instance.Ask(message.Request, delivery => _ = SettleAsync(message, delivery));
    }

    private async Task SettleAsync(InboxMessage message, Delivery delivery)
    {
        try
        {
            if (delivery != Delivery.Lost)
                await engine.Inbox.DeleteAsync(message, engine.Halted.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException || Transient.Is(exception, engine.Halted.Token))
        {
            // The row stays and is recognised by its id when it is read again.
        }

        _carried.TryRemove(message.Key, out _);
    }

    private async Task ClearAsync(InboxMessage message, CancellationToken cancellation)
    {
        var now = engine.Clock.GetTimestamp();
        if (!_unclaimed.TryGetValue(message.Key, out var since))
            _unclaimed[message.Key] = since = now;
        if (engine.Clock.GetElapsedTime(since, now) < Unclaimed)
            return;

        _unclaimed[message.Key] = now;
        if (await engine.Reader.ReadAsync(message.InstanceId, payloads: false, cancellation) is null or { IsFinished: true })
            await engine.Inbox.DeleteAsync(message, cancellation);
    }
}
