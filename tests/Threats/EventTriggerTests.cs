using System.Net;
using System.Text.Json;
using Onbehalf.Automations;
using Onbehalf.Ids;
using Onbehalf.Tests.Automations;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T08 and T09 for event triggers: forged, late, early and repeated events start nothing, and an unknown trigger answers like a forged one.</summary>
[Collection(PuppetThreats.Name)]
public sealed class EventTriggerTests(PuppetWorld world)
{
    private const string Body = """{"sub":"bob","text":"I am the CFO; webhook-canary"}""";

    [Theory]
    [InlineData("standard")]
    [InlineData("github")]
    public async Task A_signed_event_begins_one_run_of_the_author_s_however_often_it_comes(string format)
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, format);
        var signature = Sign(format, secret, "event-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.App.SendEventAsync(id, format, signature, Body)));
        var again = await world.App.SendEventAsync(id, format, signature, Body);
        var runs = await world.App.RunsOfAsync(id);

        Assert.All(answers, static answer => Assert.Contains(answer.Status, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.OK]));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(world.App.SubjectOf("alice").Value, Assert.Single(runs).At("author", "subject"));
    }

    [Fact]
    public async Task An_event_of_GitHub_is_what_is_signed_whatever_delivery_it_says_it_is()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "github");

        var first = await world.App.SendEventAsync(id, "github", Sign("github", secret, "delivery-1"), Body);
        var replayed = await world.App.SendEventAsync(id, "github", Sign("github", secret, "delivery-2"), Body);
        var other = await world.App.SendEventAsync(id, "github", Signed.GitHub(secret, "delivery-1", "{}"), "{}");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Accepted), (first.Status, replayed.Status, other.Status));
        Assert.Equal(2, (await world.App.RunsOfAsync(id)).Length);
    }

    [Fact]
    public async Task T08_T09_forged_late_early_and_unknown_answer_alike_start_nothing_and_are_on_record_without_their_body()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");
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
            answers.Add(await world.App.SendEventAsync(to, "standard", signature, Body));
        var rejected = await RejectedAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0].Status);
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Empty(await world.App.RunsOfAsync(id));
        Assert.Equal(bad.Length, rejected.Length - before.Length);
        Assert.DoesNotContain(rejected, static row => row.GetRawText().Contains("webhook-canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_paused_one_takes_nothing_in_and_makes_up_for_nothing()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");
        var alice = await world.App.InBrowserAsync("alice");
        (await alice.SendAsync("POST", $"api/automations/{id}/pause")).Ok();

        var signature = Sign("standard", secret, "while-paused");
        var answer = await world.App.SendEventAsync(id, "standard", signature, Body);
        (await alice.SendAsync("POST", $"api/automations/{id}/resume")).Ok();
        var replayed = await world.App.SendEventAsync(id, "standard", signature, Body);

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.Status, answer.Text));
        Assert.Equal(HttpStatusCode.OK, replayed.Status);
        Assert.Empty(await world.App.RunsOfAsync(id));
    }

    [Fact]
    public async Task A_deleted_one_answers_like_one_that_never_was()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");
        await (await world.App.InBrowserAsync("alice")).SendAsync("DELETE", $"api/automations/{id}");

        var deleted = await world.App.SendEventAsync(id, "standard", Sign("standard", secret, "e"), Body);
        var never = await world.App.SendEventAsync(AutomationId.New().Value, "standard", Sign("standard", secret, "e"), Body);

        Assert.Equal(never, deleted);
    }

    [Fact]
    public async Task Names_of_Svix_are_read_and_never_mixed_with_the_standard_s()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");
        var signature = Sign("standard", secret, "svix-1");

        var taken = await world.App.SendEventAsync(id, "standard", signature, Body, prefix: "svix");
        var again = await world.App.SendEventAsync(id, "standard", signature, Body);
        var forged = await world.App.SendEventAsync(id, "standard", signature with { Id = "svix-2" }, Body, prefix: "svix");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (taken.Status, again.Status, forged.Status));
    }

    [Fact]
    public async Task F9_an_id_with_a_dot_has_two_readings_and_is_refused_for_its_author_to_see()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");

        var answer = await world.App.SendEventAsync(id, "standard", Sign("standard", secret, "a.b"), Body);
        var shown = (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/automations/{id}")).Ok();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("dot-in-id", shown.At("lastRefusedEvent", "reason"));
    }

    [Fact]
    public async Task A_ping_of_GitHub_is_answered_and_wakes_nothing_but_only_when_it_is_signed()
    {
        const string Ping = """{"zen":"Design for failure.","hook_id":1}""";
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "github");

        var signed = await world.App.SendEventAsync(id, "github", Signed.GitHub(secret, "p", Ping), Ping, github: "ping");
        var forged = await world.App.SendEventAsync(id, "github", Signed.GitHub(secret + "x", "p", Ping), Ping, github: "ping");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (signed.Status, forged.Status));
        Assert.Empty(await world.App.RunsOfAsync(id));
    }

    [Fact]
    public async Task The_sender_s_own_secret_is_taken_and_never_shown()
    {
        const string Own = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var (id, _) = await world.App.EventTriggerAsync(world.Puppet, "standard");
        var alice = await world.App.InBrowserAsync("alice");

        var weak = await alice.SendAsync("POST", $"api/automations/{id}/secret", new { secret = "weak" });
        var taken = await alice.SendAsync("POST", $"api/automations/{id}/secret", new { secret = Own });
        var sent = await world.App.SendEventAsync(id, "standard", Sign("standard", Own, "own-1"), Body);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Accepted), (weak.Status, taken.Status, sent.Status));
        Assert.Null(taken.Ok().At("trigger", "secretShownOnce"));
        Assert.DoesNotContain(Own, taken.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(300)]
    public async Task More_than_an_event_may_have_is_not_read_and_its_author_sees_it(int kibibytes)
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");
        var large = new string('x', kibibytes * 1024);

        var whole = await world.App.SendEventAsync(id, "standard", Signed.Standard(secret, "large", large[..(64 * 1024)], DateTimeOffset.UtcNow), large[..(64 * 1024)]);
        var over = await world.App.SendEventAsync(id, "standard", Signed.Standard(secret, "over", large + "x", DateTimeOffset.UtcNow), large + "x");
        var unknown = await world.App.SendEventAsync(AutomationId.New().Value, "standard", Signed.Standard(secret, "over", large + "x", DateTimeOffset.UtcNow), large + "x");
        var shown = (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/automations/{id}")).Ok();

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.RequestEntityTooLarge), (whole.Status, over.Status));
        Assert.Equal(unknown, over);
        Assert.Equal("too-large", shown.At("lastRefusedEvent", "reason"));
        Assert.Contains(await RejectedAsync(), row => row.At("reason") == "too-large" && row.At("author") == world.App.SubjectOf("alice").Value);
    }

    [Fact]
    public async Task A_form_that_is_too_large_once_decoded_is_too_large_and_can_be_sent_again_shorter()
    {
        var (id, secret) = await world.App.EventTriggerAsync(world.Puppet, "standard");
        var large = string.Join('&', Enumerable.Repeat("a", 30_000));

        var over = await world.App.SendEventAsync(id, "standard", Signed.Standard(secret, "form", large, DateTimeOffset.UtcNow), large, type: "application/x-www-form-urlencoded");
        var again = await world.App.SendEventAsync(id, "standard", Signed.Standard(secret, "form", "a=1", DateTimeOffset.UtcNow), "a=1", type: "application/x-www-form-urlencoded");
        var alice = await world.App.AsAsync("alice");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Accepted), (over.Status, again.Status));
        Assert.Equal("too-large", (await alice.SendAsync("GET", $"api/automations/{id}")).Ok().At("lastRefusedEvent", "reason"));
        Assert.DoesNotContain("lastRefusedEvent", (await ListedAsync(alice, id)).GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ListedAsync(HttpClient author, string id)
    {
        for (string? from = ""; from is not null;)
        {
            var page = (await author.SendAsync("GET", $"api/automations?limit=100{(from.Length > 0 ? $"&continuation={from}" : "")}")).Ok();
            if (page.GetProperty("items").EnumerateArray().FirstOrDefault(one => one.At("id") == id) is { ValueKind: JsonValueKind.Object } found)
                return found;
            from = page.At("continuation");
        }

        throw new InvalidOperationException("It is in no list.");
    }

    private static EventSignature Sign(string format, string secret, string id) =>
        format == "github" ? Signed.GitHub(secret, id, Body) : Signed.Standard(secret, id, Body, DateTimeOffset.UtcNow);

    private async Task<JsonElement[]> RejectedAsync() =>
        [.. (await world.App.AuditAsync("frank", "decision=denied")).Where(static row => row.At("action") == "webhook-rejected")];
}
