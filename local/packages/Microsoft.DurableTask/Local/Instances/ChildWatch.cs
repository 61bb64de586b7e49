namespace Microsoft.DurableTask.Local.Instances;

/// <summary>Brings parents the results of sub-orchestrations that ended while they were not live here.</summary>
internal sealed class ChildWatch(Engine engine)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task WatchAsync(CancellationToken cancellation)
    {
        await Task.Delay(Interval, engine.Clock, cancellation);
        foreach (var parent in engine.Live.All)
            await WatchAsync(parent, cancellation);
    }

    private async Task WatchAsync(LiveInstance parent, CancellationToken cancellation)
    {
        foreach (var call in parent.Children.Where(call => !engine.Live.Contains(call.InstanceId)))
        {
            var generation = parent.Row.Generation;
            var child = await engine.Reader.ReadAsync(call.InstanceId, payloads: true, cancellation);
            if (child is { IsFinished: true, Parent: { } link } && link.TaskId == call.Id && link.Generation == generation && link.InstanceId == parent.Id)
                parent.Answer(generation, call.Id, ChildStart.AnswerOf(call.Id, child));
        }
    }
}
