using System.Net;
using System.Text.Json;
using Onbehalf.Automations;
using Onbehalf.Tests.Automations;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T08 and T09 for event triggers: forged, late, early and repeated events start nothing, and an unknown trigger answers like a forged one.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class EventTriggerTests(PuppetWorld world)
{
    private const string Body = """{"sub":"bob","text":"I am the CFO; webhook-canary"}""";

    [Theory]
    [InlineData("standard")]
    [InlineData("github")]
    public async Task A_signed_event_begins_one_run_of_the_author_s_however_often_it_comes(string format)
    {
        var (id, secret) = await TriggerAsync(format);
        var signature = Sign(format, secret, "event-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(id, format, signature, Body)));
        var again = await SendAsync(id, format, signature, Body);
        var runs = await RunsAsync(id);

        Assert.All(answers, static answer => Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.OK]));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(world.App.SubjectOf("alice").Value, Assert.Single(runs).At("author", "subject"));
    }

    [Fact]
    public async Task T08_T09_forged_late_early_and_unknown_answer_alike_start_nothing_and_are_on_record_without_their_body()
    {
        var (id, secret) = await TriggerAsync("standard");
        var now = DateTimeOffset.UtcNow;
        var before = await RejectedAsync();
        (string To, EventSignature Signature)[] bad =
        [
            (id, Signed.Standard("whsec_" + Convert.ToBase64String(new byte[32]), "e", Body, now)),
            (id, Signed.Standard(secret, "e", Body + " ", now)),
            (id, Signed.Standard(secret, "e", Body, now.AddMinutes(-6))),
            (id, Signed.Standard(secret, "e", Body, now.AddMinutes(6))),
            (id, new(null, null, null)),
            (AutomationId.New().Value, Signed.Standard(secret, "e", Body, now)),
            ("nonsense", Signed.Standard(secret, "e", Body, now)),
        ];

        var answers = new List<Answer>();
        foreach (var (to, signature) in bad)
            answers.Add(await SendAsync(to, "standard", signature, Body));
        var rejected = await RejectedAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0].Status);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Empty(await RunsAsync(id));
        Assert.Equal(bad.Length, rejected.Length - before.Length);
        Assert.DoesNotContain(rejected, static row => row.GetRawText().Contains("webhook-canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_paused_one_takes_nothing_in_and_makes_up_for_nothing()
    {
        var (id, secret) = await TriggerAsync("standard");
        var alice = await world.App.InBrowserAsync("alice");
        (await alice.SendAsync("POST", $"api/automations/{id}/pause")).Ok();

        var answer = await SendAsync(id, "standard", Sign("standard", secret, "while-paused"), Body);
        (await alice.SendAsync("POST", $"api/automations/{id}/resume")).Ok();

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.Status, answer.Text));
        Assert.Empty(await RunsAsync(id));
    }

    [Fact]
    public async Task A_deleted_one_answers_like_one_that_never_was()
    {
        var (id, secret) = await TriggerAsync("standard");
        await (await world.App.InBrowserAsync("alice")).SendAsync("DELETE", $"api/automations/{id}");

        var deleted = await SendAsync(id, "standard", Sign("standard", secret, "e"), Body);
        var never = await SendAsync(AutomationId.New().Value, "standard", Sign("standard", secret, "e"), Body);

        Assert.Equal(never, deleted);
    }

    [Fact]
    public async Task More_than_an_event_may_have_is_not_read()
    {
        var (id, secret) = await TriggerAsync("standard");
        var large = new string('x', 64 * 1024);

        var whole = await SendAsync(id, "standard", Signed.Standard(secret, "large", large, DateTimeOffset.UtcNow), large);
        var over = await SendAsync(id, "standard", Signed.Standard(secret, "over", large + "x", DateTimeOffset.UtcNow), large + "x");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.RequestEntityTooLarge), (whole.Status, over.Status));
    }

    private static EventSignature Sign(string format, string secret, string id) =>
        format == "github" ? Signed.GitHub(secret, id, Body) : Signed.Standard(secret, id, Body, DateTimeOffset.UtcNow);

    private async Task<(string Id, string Secret)> TriggerAsync(string format)
    {
        var alice = await world.App.InBrowserAsync("alice");
        var prompt = PuppetWorld.Fresh("open a task");
        world.Puppet.When(prompt).Always(PuppetLine.Say("done"));
        var made = (await alice.SendAsync("POST", "api/automations", new { title = "Deal signed", prompt, trigger = new { kind = "event", format } })).Ok();
        (await alice.SendAsync("POST", $"api/automations/{made.At("id")}/agree", new { contentHash = made.At("contentHash") })).Ok();
        var shown = (await alice.SendAsync("POST", $"api/automations/{made.At("id")}/secret")).Ok();
        var later = (await alice.SendAsync("GET", $"api/automations/{made.At("id")}")).Ok();
        Assert.EndsWith($"/api/webhooks/in/{made.At("id")}", later.At("trigger", "url"), StringComparison.Ordinal);
        Assert.Null(later.At("trigger", "secretShownOnce"));
        return (made.At("id")!, shown.At("trigger", "secretShownOnce")!);
    }

    private async Task<Answer> SendAsync(string to, string format, EventSignature signature, string body)
    {
        using var sender = world.App.Anonymous();
        void Add(string name, string? value)
        {
            if (value is not null)
                sender.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        Add(format == "github" ? "X-GitHub-Delivery" : "webhook-id", signature.Id);
        Add("webhook-timestamp", signature.Timestamp);
        Add(format == "github" ? "X-Hub-Signature-256" : "webhook-signature", signature.Signature);
        return await sender.SendAsync("POST", $"api/webhooks/in/{to}", body);
    }

    private async Task<JsonElement[]> RunsAsync(string automation) =>
        [.. (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/runs?automation={automation}")).Ok().GetProperty("items").EnumerateArray()];

    private async Task<JsonElement[]> RejectedAsync() =>
        [.. (await world.App.AuditAsync("frank", "decision=denied")).Where(static row => row.At("reason")?.StartsWith("rejected webhook", StringComparison.Ordinal) is true)];
}
