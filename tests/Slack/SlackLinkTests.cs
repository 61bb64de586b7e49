using System.Net;
using System.Text.RegularExpressions;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed partial class SlackLinkTests(SlackWorld world)
{
    [Fact]
    public async Task Slack_and_the_identity_provider_in_one_browser_and_a_click_link_a_person()
    {
        var erin = world.Person("erin");
        await world.UnlinkAsync("erin");
        var address = await OfferAsync(erin);
        world.Slack.InBrowser = erin;
        using var browser = new SlackBrowser(world.App.Url);

        var page = await browser.FollowAsync(address, "erin");
        var forged = await browser.ConfirmAsync(fromOurPage: false);
        var ofOtherTab = await browser.ConfirmAsync(shown: "00");
        var before = await LinkOfAsync(erin);
        var confirmed = await browser.ConfirmAsync();
        var again = await browser.ConfirmAsync();

        Assert.Equal("/auth/slack/confirm", page.Path);
        Assert.Contains(erin.Name, page.Html, StringComparison.Ordinal);
        Assert.Contains("Erin", page.Html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, null), (forged.Status, ofOtherTab.Status, before));
        Assert.Contains("from now on", confirmed.Html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (confirmed.Status, again.Status));
        Assert.Equal(world.App.SubjectOf("erin"), (await LinkOfAsync(erin))!.Person.Id);
        var listed = (await (await world.App.AsAsync("erin")).SendAsync("GET", "api/connections")).Ok().GetProperty("items").EnumerateArray().Single(static one => one.GetProperty("kind").GetString() == "slack");
        Assert.Equal(("connected", erin.Name), (listed.GetProperty("state").GetString(), listed.GetProperty("account").GetString()));
        var audit = (await (await world.App.AsAsync("erin")).SendAsync("GET", "api/audit?resource=slack")).Ok().GetProperty("items").EnumerateArray();
        Assert.Contains(audit, row => row.GetProperty("action").GetString() == "connect" && row.GetProperty("decision").GetString() == "succeeded" && row.GetRawText().Contains($"{world.Team}/{erin.Id}", StringComparison.Ordinal));

        (await (await world.App.InBrowserAsync("erin")).SendAsync("DELETE", $"api/connections/{listed.GetProperty("provider").GetString()}")).Ok();

        Assert.Null(await LinkOfAsync(erin));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_question_that_led_to_the_link_is_answered_after_it(bool isDirect)
    {
        var grace = world.Person("grace");
        await world.UnlinkAsync("erin");
        var question = PuppetWorld.Fresh("hello before I am known");
        world.Puppet.When(question).Always(static _ => PuppetLine.Say("Hello, phalarope-1"));
        if (isDirect)
            await world.SayAsync(grace, world.Slack.Direct(grace), question);
        else
            await world.MentionAsync(grace, world.Channel(grace), question);
        var address = new Uri(Address().Match((await world.SeesAsync(grace, "/auth/slack/link?state=")).Shown).Value);
        world.Slack.InBrowser = grace;
        using var browser = new SlackBrowser(world.App.Url);

        await browser.FollowAsync(address, "erin");
        var before = world.Slack.ScreenOf(grace);
        var linked = await browser.ConfirmAsync();
        await world.SeesAsync(grace, "phalarope-1");

        Assert.DoesNotContain("phalarope-1", before, StringComparison.Ordinal);
        Assert.Contains("is being answered there", linked.Html, StringComparison.Ordinal);
        Assert.Single(world.Slack.SeenBy(grace), static one => one.Shown.Contains("phalarope-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_is_of_no_use_to_another_Slack_user_another_browser_or_a_second_time()
    {
        var (frank, mallory) = (world.Person("frank"), world.Person("mallory"));
        await world.UnlinkAsync("frank");
        var address = await OfferAsync(frank);
        using var hers = new SlackBrowser(world.App.Url);
        using var his = new SlackBrowser(world.App.Url);

        world.Slack.InBrowser = mallory;
        var other = await hers.FollowAsync(address, "frank");
        world.Slack.InBrowser = null;
        var nobody = await hers.FollowAsync(address, "frank");
        world.Slack.InBrowser = frank;
        var proven = await his.FollowAsync(address, "frank");
        var elsewhere = await hers.FollowAsync(new Uri(world.App.Url, "auth/slack/confirm"), "frank");
        var confirmed = await his.ConfirmAsync();
        var second = await hers.FollowAsync(address, "frank");

        Assert.Contains("somebody else", other.Html, StringComparison.Ordinal);
        Assert.Contains("did not say who you are", nobody.Html, StringComparison.Ordinal);
        Assert.Contains("These are both me", proven.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("These are both me", elsewhere.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, confirmed.Status);
        Assert.Contains("used already", second.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_has_one_Slack_user_and_a_Slack_user_that_is_proven_anew_forgets_its_earlier_person()
    {
        var (first, second) = (world.Person("carol"), world.Person("carol"));
        await world.LinkAsync(first, "carol");
        await world.UnlinkAsync("dan");
        using var browser = new SlackBrowser(world.App.Url);

        world.Slack.InBrowser = second;
        await browser.FollowAsync(await OfferAsync(second), "carol");
        var refused = await browser.ConfirmAsync();
        var state = await world.Of<LinkStates>().NewAsync(SlackUserId.Parse(first.Id), new(world.Team, SlackChannelId.Parse("C0X")), asked: null, default);
        world.Slack.InBrowser = first;
        using var recycled = new SlackBrowser(world.App.Url);
        await recycled.FollowAsync(new Uri(world.App.Url, $"auth/slack/link?state={state}"), "dan");
        var taken = await recycled.ConfirmAsync();

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("already have another Slack user", refused.Html, StringComparison.Ordinal);
        Assert.Null(await LinkOfAsync(second));
        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Equal(world.App.SubjectOf("dan"), (await LinkOfAsync(first))!.Person.Id);
        Assert.Null(await world.Of<SlackLinks>().OfAsync(world.Team, world.App.SubjectOf("carol"), default));
    }

    [Fact]
    public async Task One_person_never_speaks_as_two_Slack_users_and_an_old_end_ends_no_newer_link()
    {
        var links = world.Of<SlackLinks>();
        var (one, two) = (world.Person("grace"), world.Person("grace"));
        await world.LinkAsync(one, "carol");
        await world.LinkAsync(two, "dan");
        var (carols, dans) = ((await LinkOfAsync(one))!, (await LinkOfAsync(two))!);
        await links.RemoveAsync(carols, default);
        await links.RemoveAsync(dans, default);

        var race = await Task.WhenAll(new[] { carols, carols with { User = dans.User } }.Select(link => links.AddAsync(link, null, default)));
        var speaking = new[] { await LinkOfAsync(one), await LinkOfAsync(two) }.OfType<SlackLink>().ToArray();
        // As an interrupted attempt could leave it: a row of the Slack user that its person's own row does not name.
        var other = speaking[0].User == carols.User ? dans.User : carols.User;
        var slack = world.Of<Onbehalf.Storage.Tables>().Slack;
        var row = (await slack.GetEntityAsync<Azure.Data.Tables.TableEntity>(world.Team.Value, SlackKeys.User(speaking[0].User))).Value;
        await slack.UpsertEntityAsync(new Azure.Data.Tables.TableEntity(row) { RowKey = SlackKeys.User(other) });
        var unnamed = await links.FindAsync(world.Team, other, default);
        var newer = dans with { User = other };
        var isLinked = await links.AddAsync(newer, null, default);
        await links.RemoveAsync(speaking[0] with { User = other }, default);

        Assert.Single(race, static won => won);
        Assert.Single(speaking);
        Assert.Null(unnamed);
        Assert.True(isLinked);
        Assert.Equal(newer.Person.Id, (await links.FindAsync(world.Team, other, default))?.Person.Id);
        Assert.NotNull(await links.FindAsync(world.Team, speaking[0].User, default));
        await links.RemoveAsync(newer, default);
        await links.RemoveAsync(speaking[0], default);
        Assert.Null(await links.FindAsync(world.Team, speaking[0].User, default));
    }

    [Theory]
    [InlineData("""{"type":"user_change","user":{"id":"USER","deleted":true}}""")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":["USER"]}}""")]
    public async Task A_link_ends_when_Slack_says_that_the_account_or_its_sign_in_did(string told)
    {
        var alice = world.Person("alice");
        await world.LinkAsync(alice, "alice");

        await world.TellAsync(world.Slack.Envelope((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(told.Replace("USER", alice.Id, StringComparison.Ordinal))!));

        Assert.Null(await LinkOfAsync(alice));
    }

    private Task<SlackLink?> LinkOfAsync(FakePerson user) => world.Of<SlackLinks>().FindAsync(world.Team, SlackUserId.Parse(user.Id), default);

    private async Task<Uri> OfferAsync(FakePerson person)
    {
        await world.MentionAsync(person, world.Channel(person), "hello");
        return new(Address().Match((await world.SeesAsync(person, "/auth/slack/link?state=")).Shown).Value);
    }

    [GeneratedRegex(@"http://[^""]+/auth/slack/link\?state=[A-Za-z0-9_-]+")]
    private static partial Regex Address();
}
