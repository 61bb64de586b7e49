using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

public sealed class Ticks(TickLog log)
{
    [Function("EverySecond")]
    public Task EverySecond([TimerTrigger("* * * * * *")] TimerInfo timer) => log.AddAsync("EverySecond", timer);

    [Function("Unwatched")]
    public Task Unwatched([TimerTrigger("* * * * * *", UseMonitor = false)] TimerInfo timer) => log.AddAsync("Unwatched", timer);

    [Function("AtStart")]
    public Task AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => log.AddAsync("AtStart", timer);

    [Function("Rare")]
    public Task Rare([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => log.AddAsync("Rare", timer);
}
