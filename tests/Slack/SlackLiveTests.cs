using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackLiveTests(SlackWorld world)
{
    [Fact]
    public async Task In_direct_messages_an_answer_shows_its_steps_while_it_is_written_and_is_there_once()
    {
        var (erin, mallory) = (world.Person("erin"), world.Person("mallory"));
        var direct = world.Slack.Direct(erin);
        await world.LinkAsync(erin, "erin");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("There are siskin-31.").After(TimeSpan.FromSeconds(3)));

        var asked = await world.SayAsync(erin, direct, question);
        var running = await world.SeesAsync(erin, "query data · company: complete");
        var answer = await world.SeesAsync(erin, "Open in the web app");

        Assert.Equal((direct.Id, asked.Ts), (answer.Channel, answer.Thread));
        Assert.DoesNotContain("siskin-31", running.Shown, StringComparison.Ordinal);
        Assert.Equal(running.Ts, answer.Ts);
        Assert.Contains("siskin-31", answer.Shown, StringComparison.Ordinal);
        Assert.Single(world.Slack.SeenBy(erin), one => one.Shown.Contains("siskin-31", StringComparison.Ordinal));
        Assert.DoesNotContain("siskin-31", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the end of the stream is lost, and the next call has to wait")]
    [InlineData("Slack is away when the stream ends")]
    public async Task An_answer_whose_stream_did_not_come_to_its_end_is_posted_once(string what)
    {
        var erin = world.Person("erin");
        var direct = world.Slack.Direct(erin);
        await world.LinkAsync(erin, "erin");
        var question = PuppetWorld.Fresh("how many deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals), PuppetLine.Say($"There are dunlin-7 {what}.").After(TimeSpan.FromSeconds(3)));

        await world.SayAsync(erin, direct, question);
        await world.SeesAsync(erin, "query data · company: complete");
        if (what.StartsWith("the end", StringComparison.Ordinal))
        {
            world.Slack.Fails("chat.stopStream", new FakeFailure.Html(502, IsDone: true));
            world.Slack.Fails("chat.update", new FakeFailure.TooMany("1"));
        }
        else
        {
            world.Slack.Fails("chat.stopStream", new FakeFailure.Cut(IsDone: false));
            world.Slack.Fails("chat.update", new FakeFailure.Cut(IsDone: false), new FakeFailure.Cut(IsDone: false));
        }

        await Waiting.UntilAsync(() => world.Slack.CallsOf("chat.update") > 0 && world.Slack.SeenBy(erin).Any(one => one.Shown.Contains("Open in the web app", StringComparison.Ordinal)));

        Assert.Single(world.Slack.SeenBy(erin), one => one.Shown.Contains("dunlin-7", StringComparison.Ordinal));
        Assert.Single(world.Slack.SeenBy(erin), one => one.Shown.Contains("Open in the web app", StringComparison.Ordinal));
    }
}
