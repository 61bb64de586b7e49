using System.Text;
using System.Text.Json;
using Onbehalf.Automations;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Automations;

/// <summary>Event triggers of Alice's, and whoever sends to their addresses.</summary>
internal static class EventSender
{
    public static async Task<(string Id, string Secret)> EventTriggerAsync(this AppFixture app, Puppet puppet, string format)
    {
        var alice = await app.InBrowserAsync("alice");
        var prompt = PuppetWorld.Fresh("open a task");
        puppet.When(prompt).Always(PuppetLine.Say("done"));
        var made = (await alice.SendAsync("POST", "api/automations", new { title = "Deal signed", prompt, trigger = new { kind = "event", format } })).Ok();
        (await alice.SendAsync("POST", $"api/automations/{made.At("id")}/agree", new { contentHash = made.At("contentHash") })).Ok();
        var shown = (await alice.SendAsync("POST", $"api/automations/{made.At("id")}/secret")).Ok();
        var later = (await alice.SendAsync("GET", $"api/automations/{made.At("id")}")).Ok();
        Assert.EndsWith($"/api/webhooks/in/{made.At("id")}", later.At("trigger", "url"), StringComparison.Ordinal);
        Assert.Null(later.At("trigger", "secretShownOnce"));
        return (made.At("id")!, shown.At("trigger", "secretShownOnce")!);
    }

    public static async Task<Answer> SendEventAsync(this AppFixture app, string to, string format, EventSignature signature, string body, string? github = null, string prefix = "webhook", string type = "application/json")
    {
        using var sender = app.Anonymous();
        void Add(string name, string? value)
        {
            if (value is not null)
                sender.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        Add(format == "github" ? "X-GitHub-Delivery" : $"{prefix}-id", signature.Id);
        Add("X-GitHub-Event", github);
        Add($"{prefix}-timestamp", signature.Timestamp);
        Add(format == "github" ? "X-Hub-Signature-256" : $"{prefix}-signature", signature.Signature);
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await sender.SendAsync("POST", $"api/webhooks/in/{to}", content);
    }

    public static async Task<JsonElement[]> RunsOfAsync(this AppFixture app, string automation) =>
        [.. (await (await app.AsAsync("alice")).SendAsync("GET", $"api/runs?automation={automation}")).Ok().GetProperty("items").EnumerateArray()];
}
