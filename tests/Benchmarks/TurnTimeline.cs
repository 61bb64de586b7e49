using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Benchmarks;

/// <summary>What the process sends during one turn.</summary>
internal static class TurnTimeline
{
    private const int WarmUp = 30;
    private const int Shown = 3;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(InProcessApp app)
    {
        var client = await app.AsAsync("bob");
        var thread = await TurnBenchmark.ThreadAsync(client);
        await TurnBenchmark.RunAsync(client, thread, WarmUp);
        using var timeline = new RequestTimeline();
        for (var i = 0; i < Shown; i++)
        {
            await Task.Delay(Apart);
            await timeline.ShowAsync("one turn", () => TurnBenchmark.RunAsync(client, thread, 1));
        }
    }
}
