using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>The requests of a page over plain HTTP.</summary>
internal static class Talk
{
    /// <summary>Work of a killed process is redelivered after a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    /// <summary><paramref name="body"/> is an object to serialise, or a text that is sent as it is.</summary>
    public static async Task<Answer> SendAsync(this HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body, body.GetType()),
        };
        using var response = await client.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(static header => header.Key is not ("traceparent" or "Date"))
            .Select(static header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), string.Join('\n', headers.Order(StringComparer.Ordinal)));
    }

    public static async Task<string> OpenThreadAsync(this AppFixture app, string opener, params string[] others)
    {
        var members = others.Select(name => app.SubjectOf(name).Value).ToArray();
        return (await (await app.AsAsync(opener)).SendAsync("POST", "api/threads", new { title = "journey", members })).Ok().GetProperty("id").GetString()!;
    }

    /// <summary>The id of the turn that answers.</summary>
    public static async Task<string> SayAsync(this AppFixture app, string speaker, string thread, string text, string? clientId = null) =>
        (await (await app.AsAsync(speaker)).SendAsync("POST", $"api/threads/{thread}/messages", new { text, clientId })).Ok().GetProperty("turnId").GetString()!;

    /// <summary>The ended turn, as its speaker sees it.</summary>
    public static async Task<JsonElement> AskAsync(this AppFixture app, string speaker, string thread, string text) =>
        await app.EndOfAsync(speaker, await app.SayAsync(speaker, thread, text));

    public static Task<JsonElement> EndOfAsync(this AppFixture app, string speaker, string turn) =>
        app.TurnAsync(speaker, turn, static found => found.GetProperty("status").GetString() is not ("running" or "waiting"));

    /// <summary>The ended turn after its speaker said yes to every card it put.</summary>
    public static async Task<JsonElement> AgreeAsync(this AppFixture app, string speaker, string turn, Action<Card>? asked = null)
    {
        for (Card? last = null; ;)
        {
            var found = await app.TurnAsync(speaker, turn, now => now.At("status") is not ("running" or "waiting") || (Card.Of(now) is { } card && card.Hash != last?.Hash));
            if (Card.Of(found) is not { } next)
                return found;
            asked?.Invoke(next);
            (await (await app.InBrowserAsync(speaker)).DecideAsync(next)).Ok();
            last = next;
        }
    }

    /// <summary>The step that waits for its speaker; another card than <paramref name="than"/>.</summary>
    public static async Task<Card> CardAsync(this AppFixture app, string speaker, string turn, string? than = null) => Card.Of(
        await app.TurnAsync(speaker, turn, found => Card.Of(found) is { } card && card.Hash != than)) ?? throw new InvalidOperationException("Nothing waits.");

    public static async Task<JsonElement> TurnAsync(this AppFixture app, string speaker, string turn, Func<JsonElement, bool> until)
    {
        var client = await app.AsAsync(speaker);
        Answer? last = null;
        for (var (started, asked) = (DateTime.UtcNow, 1); DateTime.UtcNow - started < Patience; await Task.Delay(Waiting.PauseAfter(asked++)))
        {
            last = await client.SendAsync("GET", $"api/turns/{turn}");
            if (last.Status == HttpStatusCode.OK && until(last.Json))
                return last.Json;
        }

        throw new TimeoutException($"The turn is still {last?.Text}");
    }

    public static async Task<Answer> DecideAsync(this HttpClient client, Card card, bool approve = true, string? hash = null) =>
        await client.SendAsync("POST", $"api/turns/{card.Turn}/confirmations/{card.CallId}", new { approve, argumentHash = hash ?? card.Hash });

    /// <summary>A request of this person's own, in which the sources are asked what they may see.</summary>
    public static async Task LookAsync(this AppFixture app, string person) =>
        (await (await app.AsAsync(person)).SendAsync("GET", "api/me/access")).Ok();

    public static async Task<JsonElement[]> MessagesAsync(this AppFixture app, string viewer, string thread) =>
        [.. (await (await app.AsAsync(viewer)).SendAsync("GET", $"api/threads/{thread}/messages?limit=200")).Ok().GetProperty("items").EnumerateArray()];

    /// <summary>The newest reply of the agent in a thread.</summary>
    public static async Task<JsonElement> ReplyAsync(this AppFixture app, string viewer, string thread) =>
        (await app.MessagesAsync(viewer, thread)).Last(static message => message.GetProperty("from").GetString() == "agent");

    public static async Task<JsonElement[]> AuditAsync(this AppFixture app, string reader, string query)
    {
        var client = await app.AsAsync(reader);
        var rows = new List<JsonElement>();
        for (string? mark = ""; mark is not null;)
        {
            var page = (await client.SendAsync("GET", $"api/audit?limit=200&{query}{(mark.Length > 0 ? $"&continuation={Uri.EscapeDataString(mark)}" : "")}")).Ok();
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            mark = page.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }

        return [.. rows];
    }

    /// <summary>The text at a path of names, or null where it ends early.</summary>
    public static string? At(this JsonElement json, params string[] path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return null;
        }

        return json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText();
    }

    public static JsonElement[] Steps(this JsonElement turn) => [.. turn.GetProperty("steps").EnumerateArray()];
}
