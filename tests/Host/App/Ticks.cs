using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.App;

public sealed class Ticks(TickLog log)
{
    [Function("Watched")]
    public void Watched([TimerTrigger("%TICK%")] TimerInfo timer) => log.Add("Watched", timer);

    [Function("Unwatched")]
    public void Unwatched([TimerTrigger("%TICK%", UseMonitor = false)] TimerInfo timer) => log.Add("Unwatched", timer);

    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => log.Add("AtStart", timer);

    [Function("Rare")]
    public void Rare([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => log.Add("Rare", timer);
}
