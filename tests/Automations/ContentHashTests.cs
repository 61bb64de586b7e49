using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Automations;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Automations;

public sealed class ContentHashTests
{
    private static readonly AutomationContent Content = new(
        "Überfällig \u202E",
        "say \"hi\"\n\\ and\ttab",
        new Trigger.Rule("company", "select count(*) from deals", new("above", 100_000.50m), "*/15 * * * *", "Europe/Berlin"),
        ["query_data", "change_data"],
        [
            new(
                "c1", "change_data", "company.public.tickets", ImmutableSortedDictionary<string, string>.Empty.Add("title", "Deal {*}").Add("status", "open"), ["company"],
                "whoever may read public.tickets", 5, new(2026, 12, 31, 23, 0, 0, TimeSpan.FromHours(1))),
        ]);

    [Fact]
    public void The_form_that_is_hashed_is_the_same_in_every_release()
    {
        Assert.Equal(
            """{"consents":[{"audience":"whoever may read public.tickets","fields":{"status":"open","title":"Deal {*}"},"id":"c1","sources":["company"],"target":"company.public.tickets","tool":"change_data","total":"5","until":"2026-12-31T22:00:00.0000000Z"}],"prompt":"say \"hi\"\u000a\\ and\u0009tab","title":"Überfällig ⟨RLO⟩","tools":["query_data","change_data"],"trigger":{"condition":"above","cron":"*/15 * * * *","kind":"rule","source":"company","sql":"select count(*) from deals","threshold":"100000.5","timeZone":"Europe/Berlin"}}""".Replace("⟨RLO⟩", "\u202E", StringComparison.Ordinal),
            ContentHash.Canonical(Content));
        Assert.Equal("f4497be05befdddd96d957001d97cedf095491292ab59a98d3530dc577fad401", ContentHash.Of(Content));
    }

    [Fact]
    public void What_was_agreed_to_before_schedules_had_cycles_is_still_agreed_to() => Assert.EndsWith(
        @"""trigger"":{""cron"":""0 8 * * 1"",""kind"":""schedule"",""timeZone"":""Europe/Berlin""}}", ContentHash.Canonical(Content with { Trigger = new Trigger.Schedule("0 8 * * 1", "Europe/Berlin") }), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"kind":"schedule","cron":"0 8 * * 1","timeZone":"Europe/Berlin"}""")]
    [InlineData("""{"kind":"schedule","cron":"0 8 * * 1","timeZone":"Europe/Berlin","cycle":{"unit":"week","length":2,"from":"2026-11-06"}}""")]
    [InlineData("""{"kind":"once","at":"2026-11-06T09:00:00+00:00","timeZone":"Europe/Berlin"}""")]
    public void A_stored_trigger_is_read_as_it_was_written(string stored) =>
        Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize<Trigger>(stored, ThreadJson.Options), ThreadJson.Options).Replace("\\u002B", "+", StringComparison.Ordinal));

    public static TheoryData<string, AutomationContent> Differences => new()
    {
        { "title", Content with { Title = "x" } },
        { "prompt", Content with { Prompt = Content.Prompt + " " } },
        { "trigger", Content with { Trigger = new Trigger.Schedule("*/15 * * * *", "Europe/Berlin") } },
        { "a cycle", Content with { Trigger = new Trigger.Schedule("*/15 * * * *", "Europe/Berlin", new("week", 2, new(2026, 11, 6))) } },
        { "once", Content with { Trigger = new Trigger.Once(new(2026, 11, 6, 9, 0, 0, TimeSpan.Zero), "Europe/Berlin") } },
        { "format", Content with { Trigger = new Trigger.SignedEvent("github") } },
        { "zone", Content with { Trigger = (Trigger.Rule)Content.Trigger with { TimeZone = "UTC" } } },
        { "threshold", Content with { Trigger = (Trigger.Rule)Content.Trigger with { Condition = new("above", 100_000.51m) } } },
        { "no threshold", Content with { Trigger = (Trigger.Rule)Content.Trigger with { Condition = new("changes") } } },
        { "tools", Content with { Tools = ["query_data"] } },
        { "tools in one", Content with { Tools = ["query_data\",\"change_data"] } },
        { "no consent", Content with { Consents = [] } },
        { "total", Content with { Consents = [Content.Consents[0] with { Total = 6 }] } },
        { "until", Content with { Consents = [Content.Consents[0] with { Until = Content.Consents[0].Until.AddTicks(1) }] } },
        { "audience", Content with { Consents = [Content.Consents[0] with { Audience = "everybody" }] } },
        { "field", Content with { Consents = [Content.Consents[0] with { Fields = ImmutableSortedDictionary<string, string>.Empty.Add("title", "{*}").Add("status", "open") }] } },
        { "sources", Content with { Consents = [Content.Consents[0] with { Sources = [] }] } },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Whatever_differs_is_another_content(string what, AutomationContent other) => Assert.False(ContentHash.Of(Content) == ContentHash.Of(other), what);

    [Fact]
    public void The_same_threshold_and_moment_written_otherwise_are_the_same()
    {
        var other = Content with
        {
            Trigger = (Trigger.Rule)Content.Trigger with { Condition = new("above", 100_000.5000m) },
            Consents = [Content.Consents[0] with { Until = Content.Consents[0].Until.ToUniversalTime() }],
        };

        Assert.Equal(ContentHash.Of(Content), ContentHash.Of(other));
    }
}
