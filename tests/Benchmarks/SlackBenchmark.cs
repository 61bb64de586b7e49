using System.Diagnostics;
using System.Text;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Identity;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Runs;
using Onbehalf.Tests.Slack;

namespace Onbehalf.Benchmarks;

/// <summary>
/// Slack's latency: a signed event until it is acknowledged, at 50 a second, and a forged one; a mention until its status and its answer are in Slack.
/// </summary>
internal static class SlackBenchmark
{
    private const int PerSecond = 50;
    private const int Warm = 5;
    private const string Status = "agents.sessions.setStatus";
    private const string Post = "chat.postMessage";
    private const string Pointer = "chat.postEphemeral";

    /// <param name="model">The settings of a model that answers at once.</param>
    public static async Task RunAsync(Dictionary<string, string> model, int events)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var app = await InProcessApp.StartAsync(new Dictionary<string, string>(model)
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
        // Each mention of an unlinked person ends in a private note.
        await UntilAsync(Stopwatch.GetTimestamp(), () => slack.CallsOf(Pointer) >= mentions.Length);
        await AnswersAsync(app, slack, Math.Clamp(events / 5, 10, 60));
    }

    /// <summary>Mentions, one after another, next to the same question in the web app.</summary>
    private static async Task AnswersAsync(InProcessApp app, FakeSlack slack, int mentions)
    {
        var web = await app.AsAsync("bob");
        var thread = await TurnBenchmark.ThreadAsync(web);
        await TurnBenchmark.RunAsync(web, thread, Warm);
        var baseline = new Figures(await TurnBenchmark.RunAsync(web, thread, mentions));
        var person = slack.Person("linked");
        await LinkAsync(app, slack, person);
        var channel = slack.Channel("answers", FakeChannelKind.Private, person, slack.Person("reader"), slack.Bot);
        using var http = app.Anonymous();
        var sender = new FakeSender(http, SlackWorld.SigningSecret);
        var (statuses, answers) = (new List<double>(), new List<double>());
        for (var at = 0; at < mentions + Warm; at++)
        {
            var before = (Status: slack.CallsOf(Status), Post: slack.CallsOf(Post), Pointer: slack.CallsOf(Pointer));
            var body = Encoding.UTF8.GetBytes(slack.Say(person, channel, $"<@{slack.Bot.Id}> how many {at}").Events[0].ToJsonString());
            var started = Stopwatch.GetTimestamp();
            await SendAsync(http, sender, body, 200);
            statuses.Add(await UntilAsync(started, () => slack.CallsOf(Status) > before.Status));
            answers.Add(await UntilAsync(started, () => slack.CallsOf(Post) > before.Post));
            // The private note is the last part of a delivery.
            await UntilAsync(started, () => slack.CallsOf(Pointer) > before.Pointer);
        }

        var answer = new Figures(answers.Skip(Warm));
        Console.WriteLine($"mention to its status in Slack                               {new Figures(statuses.Skip(Warm))}   goal 300");
        Console.WriteLine($"mention to its answer in Slack                               {answer}   {answer.P50 - baseline.P50:F0} ms after the web app   goal 150");
        Console.WriteLine($"    the same question in the web app                         {baseline}");
    }

    private static async Task LinkAsync(InProcessApp app, FakeSlack slack, FakePerson person)
    {
        var (people, links) = (app.Get<PeopleStore>(), app.Get<SlackLinks>());
        var bob = await people.FindAsync(app.SubjectOf("bob"), default) ?? throw new InvalidOperationException("There is no bob.");
        var link = new SlackLink(SlackTeamId.Parse(slack.Team), SlackUserId.Parse(person.Id), bob, person.Name, DateTimeOffset.UtcNow) { Origin = app.Url };
        if (!await links.AddAsync(link, null, default))
            throw new InvalidOperationException("Bob is linked already.");
    }

    private static async Task<double> UntilAsync(long started, Func<bool> isTrue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!isTrue())
            await Task.Delay(1, patience.Token);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
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
