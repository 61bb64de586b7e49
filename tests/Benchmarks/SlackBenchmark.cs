using System.Diagnostics;
using System.Text;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Slack;

namespace Onbehalf.Benchmarks;

/// <summary>Slack's latency: a signed event until it is acknowledged, at 50 a second, and a forged one.</summary>
internal static class SlackBenchmark
{
    private const int PerSecond = 50;

    public static async Task RunAsync(int events)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string>
        {
            ["ONBEHALF_SLACK_TEAM"] = slack.Team,
            ["ONBEHALF_SLACK_SIGNING_SECRET"] = SlackWorld.SigningSecret,
            ["ONBEHALF_SLACK_BOT_TOKEN"] = FakeSlack.BotToken,
            ["ONBEHALF_SLACK_CLIENT_ID"] = FakeSlack.ClientId,
            ["ONBEHALF_SLACK_CLIENT_SECRET"] = FakeSlack.ClientSecret,
            ["ONBEHALF_SLACK_API"] = slack.ApiUrl,
            ["ONBEHALF_SLACK_ISSUER"] = slack.Url,
        });
        using var http = app.Anonymous();
        var person = slack.Person("bob");
        var channel = slack.Channel("deals", FakeChannelKind.Private, person, slack.Bot);
        var mentions = Enumerable.Range(0, events + PerSecond).Select(at => slack.Say(person, channel, $"<@{slack.Bot.Id}> how many {at}").Events[0].ToJsonString()).Select(Encoding.UTF8.GetBytes).ToArray();

        var times = await AtRateAsync(mentions, body => SendAsync(http, new(http, SlackWorld.SigningSecret), body, 200));
        Console.WriteLine($"Slack event, signed, {PerSecond} a second, to its acknowledgement   {new Figures(times.Skip(PerSecond))}   goal 10, 30");
        var duplicates = await AtRateAsync(mentions, body => SendAsync(http, new(http, SlackWorld.SigningSecret), body, 200));
        Console.WriteLine($"the same events once more                                    {new Figures(duplicates)}");
        var forged = new List<double>();
        foreach (var body in mentions)
            forged.Add(await SendAsync(http, new(http, "another-secret-of-the-fake-slack"), body, 401));
        Console.WriteLine($"Slack event, forged, to its refusal                          {new Figures(forged.Skip(PerSecond))}   goal 1");
    }

    /// <summary>Each starts at its own time, whether or not the one before it was answered.</summary>
    private static async Task<double[]> AtRateAsync(byte[][] bodies, Func<byte[], Task<double>> send)
    {
        var started = Stopwatch.GetTimestamp();
        var running = new List<Task<double>>();
        for (var at = 0; at < bodies.Length; at++)
        {
            var due = TimeSpan.FromSeconds((double)at / PerSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            running.Add(send(bodies[at]));
        }

        return await Task.WhenAll(running);
    }

    private static async Task<double> SendAsync(HttpClient http, FakeSender sender, byte[] body, int expected)
    {
        using var request = sender.Signed(SlackWorld.Events, "application/json", body);
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode == expected ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : throw new InvalidOperationException($"Answered with {(int)answer.StatusCode}.");
    }
}
