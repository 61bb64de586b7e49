using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>Law 9 and T27: an id is worth nothing, and "not there" reads like "not yours", byte for byte, on every route that takes one.</summary>
[Collection(PuppetThreats.Name)]
public sealed class UnknownOrForbiddenTests(PuppetWorld world)
{
    private static readonly (string Method, string Route, object? Body)[] Routes =
    [
        ("GET", "api/threads/{thread}", null),
        ("GET", "api/threads/{thread}/messages", null),
        ("POST", "api/threads/{thread}/messages", new { text = "hello" }),
        ("POST", "api/threads/{thread}/files", null),
        ("GET", "api/files/{file}", null),
        ("DELETE", "api/files/{file}", null),
        ("GET", "api/threads/{thread}/events", null),
        ("PATCH", "api/threads/{thread}", new { title = "x" }),
        ("PATCH", "api/me/threads/{thread}", new { pinned = true }),
        ("DELETE", "api/me/threads/{thread}", null),
        ("PUT", "api/threads/{thread}/members", new { members = Array.Empty<string>() }),
        ("DELETE", "api/inbox/{item}", null),
        ("POST", "api/threads/{thread}/typing", null),
        ("PUT", "api/threads/{thread}/read", new { upTo = "{message}" }),
        ("GET", "api/turns/{turn}", null),
        ("POST", "api/turns/{turn}/stop", null),
        ("POST", "api/turns/{turn}/confirmations/{call}", new { approve = true, argumentHash = "00" }),
        ("POST", "api/messages/{message}/ask-as-me", null),
        ("POST", "api/blocks/{block}/open", null),
        ("POST", "api/blocks/{block}/names", new { column = 0, keys = new[] { "1" } }),
        ("GET", "api/messages/{message}/share", null),
        ("POST", "api/messages/{message}/share", new { previewHash = "00" }),
        ("DELETE", "api/messages/{message}/share", null),
        ("GET", "api/messages/{message}/audit", null),
        ("PATCH", "api/messages/{message}", new { text = "other words" }),
        ("DELETE", "api/messages/{message}", null),
        ("PUT", "api/messages/{message}/reactions/{emoji}", null),
        ("DELETE", "api/messages/{message}/reactions/{emoji}", null),
        ("PUT", "api/rooms/{room}/members", new { members = Array.Empty<string>() }),
        ("PUT", "api/wiki/spaces/{space}", new { name = "HR" }),
        ("GET", "api/wiki/spaces/{space}/pages", null),
        ("POST", "api/wiki/spaces/{space}/pages", new { title = "x", text = "y" }),
        ("GET", "api/wiki/pages/{page}", null),
        ("PUT", "api/wiki/pages/{page}", new { text = "y", baseVersion = 1 }),
        ("GET", "api/wiki/pages/{page}/versions", null),
        ("GET", "api/wiki/pages/{page}/diff?from=1&to=1", null),
        ("DELETE", "api/memory/{memory}", null),
        ("GET", "api/automations/{automation}", null),
        ("PATCH", "api/automations/{automation}", new { title = "x" }),
        ("DELETE", "api/automations/{automation}", null),
        ("POST", "api/automations/{automation}/agree", new { contentHash = "00" }),
        ("POST", "api/automations/{automation}/adopt", new { contentHash = "00" }),
        ("POST", "api/automations/{automation}/pause", null),
        ("POST", "api/automations/{automation}/resume", null),
        ("POST", "api/automations/{automation}/run", null),
        ("POST", "api/automations/{automation}/secret", null),
        ("GET", "api/runs/{run}", null),
        ("POST", "api/runs/{run}/stop", null),
        ("GET", "api/audit/{record}/details", null),
        ("POST", "api/audit/chains/{chain}/close", null),
        ("GET", "api/artifacts/{artifact}", null),
        ("PATCH", "api/artifacts/{artifact}", new { title = "x" }),
        ("DELETE", "api/artifacts/{artifact}", null),
        ("POST", "api/artifacts/{artifact}/ops", new { baseSeq = 1, opId = "x", ops = Array.Empty<object>() }),
        ("GET", "api/artifacts/{artifact}/events", null),
        ("POST", "api/artifacts/{artifact}/presence", new { item = "x" }),
        ("GET", "api/artifacts/{artifact}/publish?threadId={thread}", null),
        ("POST", "api/artifacts/{artifact}/publish", new { threadId = "{thread}", previewHash = "00" }),
        ("GET", "api/artifacts/{artifact}/versions", null),
        ("POST", "api/artifacts/{artifact}/versions", new { name = "x" }),
        ("GET", "api/artifacts/{artifact}/versions/{seq}", null),
        ("POST", "api/artifacts/{artifact}/restore", new { seq = 1 }),
        ("GET", "api/artifacts/{artifact}/export", null),
        ("POST", "api/artifacts/{artifact}/proposals/{proposal}/apply", new { seq = 1 }),
        ("DELETE", "api/artifacts/{artifact}/proposals/{proposal}", null),
        ("POST", "api/artifacts/{artifact}/blocks/{request}/consent", new { definitionHash = "00" }),
        ("POST", "api/artifacts/{artifact}/blocks/{request}/run", new { definitionHash = "00" }),
        ("POST", "api/artifacts/{artifact}/blocks/{request}/act", new { definitionHash = "00", callId = "x" }),
        ("PUT", "api/rooms/{room}/pins/{pin}", null),
        ("DELETE", "api/rooms/{room}/pins/{pin}", null),
    ];

    [Fact]
    public async Task Law_9_unknown_and_forbidden_ids_give_the_same_bytes_on_every_route()
    {
        var real = await IdsAsync();
        var unknown = real.ToDictionary(static id => id.Key, static id => Other(id.Value));
        var none = real.ToDictionary(static id => id.Key, static _ => "nonsense");
        var mallory = await world.App.InBrowserAsync("mallory");

        foreach (var (method, route, body) in Routes)
        {
            var forbidden = await mallory.SendAsync(method, Fill(route, real), Fill(body, real));
            var missing = await mallory.SendAsync(method, Fill(route, unknown), Fill(body, unknown));
            var malformed = await mallory.SendAsync(method, Fill(route, none), Fill(body, none));

            Assert.True(HttpStatusCode.NotFound == forbidden.Status, $"{method} {route}: {(int)forbidden.Status} {forbidden.Text}");
            Assert.Equal(missing, forbidden);
            Assert.Equal(missing, malformed);
        }
    }

    /// <summary>Webhooks have nobody to answer to: <see cref="EventTriggerTests"/>.</summary>
    [Fact]
    public async Task Every_route_that_takes_an_id_is_among_those_tried()
    {
        var openApi = (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/openapi.json")).Ok();

        var taking = openApi.GetProperty("paths").EnumerateObject().Where(static path => path.Name.Contains("{id}", StringComparison.Ordinal) && !path.Name.StartsWith("/api/webhooks/", StringComparison.Ordinal))
            .SelectMany(static path => path.Value.EnumerateObject().Where(static verb => verb.Name is "get" or "post" or "put" or "patch" or "delete")
                .Select(verb => $"{verb.Name.ToUpperInvariant()} {path.Name.TrimStart('/')}"));

        Assert.Equal(Routes.Select(static route => $"{route.Method} {Regex.Replace(route.Route.Replace("{call}", "{callId}", StringComparison.Ordinal), "{(thread|turn|message|block|room|space|page|memory|automation|run|record|chain|item|file|artifact)}", "{id}").Split('?')[0].Replace("{request}", "{block}", StringComparison.Ordinal)}").Order(StringComparer.Ordinal), taking.Order(StringComparer.Ordinal));
    }

    /// <summary>Real ids of what Alice and Bob have and Mallory is not part of.</summary>
    private async Task<Dictionary<string, string>> IdsAsync()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("private");
        world.Puppet.When(question).Reply(Sql.Query("expenses", Sql.Expenses), PuppetLine.Say("done"));
        var turn = await world.App.AskAsync("alice", thread, question);
        var reply = await world.App.ReplyAsync("alice", thread);
        var room = (await (await world.App.AsAsync("alice")).SendAsync("POST", "api/rooms", new { name = "HR", members = new[] { world.App.SubjectOf("bob").Value } })).Ok();
        var alice = await world.App.AsAsync("alice");
        var space = (await alice.SendAsync("POST", "api/wiki/spaces", new { name = "HR only", readers = new[] { "hr" }, writers = new[] { "hr" } })).Ok();
        var page = (await alice.SendAsync("POST", $"api/wiki/spaces/{space.At("id")}/pages", new { title = "Plans", text = "Secret." })).Ok();
        var automation = (await alice.SendAsync("POST", "api/automations", new { title = "x", prompt = "x", trigger = new { kind = "schedule", words = "daily at 7am" }, sharedWith = thread })).Ok();
        (await (await world.App.InBrowserAsync("alice")).SendAsync("POST", $"api/automations/{automation.At("id")}/agree", new { contentHash = automation.At("contentHash") })).Ok();
        var run = (await alice.SendAsync("POST", $"api/automations/{automation.At("id")}/run")).Ok();
        return new()
        {
            ["seq"] = $"{1:D24}",
            ["proposal"] = new string('p', 32),
            ["request"] = new string('b', 32),
            ["artifact"] = (await alice.SendAsync("POST", "api/artifacts", new { kind = "list", title = "Launch" })).Ok().At("id")!,
            ["pin"] = (await alice.SendAsync("POST", "api/artifacts", new { kind = "list", title = "Pinned" })).Ok().At("id")!,
            ["automation"] = automation.At("id")!,
            ["run"] = run.At("runId")!,
            ["space"] = space.At("id")!,
            ["page"] = page.At("id")!,
            ["chain"] = $"{DateTimeOffset.UtcNow:yyyyMM}-{world.App.SubjectOf("alice").Value}",
            ["record"] = (await world.App.AuditAsync("alice", $"thread={thread}"))[0].At("id")!,
            ["memory"] = (await alice.SendAsync("POST", "api/memory", new { text = "mine" })).Ok().At("id")!,
            ["thread"] = thread,
            ["file"] = await FileAsync(thread),
            ["turn"] = turn.At("id")!,
            ["message"] = reply.At("id")!,
            ["block"] = reply.GetProperty("blocks")[0].At("id")!,
            ["item"] = $"c-{turn.Steps()[0].At("callId")!}",
            ["call"] = turn.Steps()[0].At("callId")!,
            ["room"] = room.At("id")!,
        };
    }

    /// <summary>A file of Alice's that she has not sent.</summary>
    private async Task<string> FileAsync(string thread)
    {
        using var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync("alice"));
        using var file = await client.PostAsync($"api/threads/{thread}/files", new ByteArrayContent("mine"u8.ToArray()));
        return JsonDocument.Parse(await file.Content.ReadAsStringAsync()).RootElement.At("id")!;
    }

    /// <summary>An id of the same shape that nobody has.</summary>
    private static string Other(string id) => $"{id[0]}{new string([.. id[1..21].Select(static c => c == 'a' ? 'b' : 'a')])}{id[21..]}";

    private static string Fill(string text, Dictionary<string, string> ids) => ids.Aggregate(text, static (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));

    private static string? Fill(object? body, Dictionary<string, string> ids) => body is null ? null : Fill(JsonSerializer.Serialize(body), ids);
}
