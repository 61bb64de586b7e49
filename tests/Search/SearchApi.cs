using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Search;

/// <summary>A person's search results, over HTTP.</summary>
internal static class SearchApi
{
    public static async Task<Answer> SearchAsync(this AppFixture app, string person, string query, string more = "") =>
        await (await app.AsAsync(person)).SendAsync("GET", $"api/search?q={Uri.EscapeDataString(query)}{more}");

    public static async Task<JsonElement[]> FoundAsync(this AppFixture app, string person, string query, string kind = "message") =>
        [.. (await app.SearchAsync(person, query)).Ok().Items(kind)];

    public static IEnumerable<JsonElement> Items(this JsonElement found, string kind) =>
        found.Group(kind) is { ValueKind: JsonValueKind.Object } group ? group.GetProperty("items").EnumerateArray() : [];

    public static JsonElement Group(this JsonElement found, string kind) => found.GetProperty("groups").EnumerateArray().FirstOrDefault(group => group.At("kind") == kind);

    /// <summary>The words that are marked in a text.</summary>
    public static string[] Marked(this JsonElement text) =>
        [.. text.GetProperty("hits").EnumerateArray().Select(hit => text.At("text")!.Substring(hit.GetProperty("start").GetInt32(), hit.GetProperty("length").GetInt32()))];

    /// <summary>Words between people: nothing is asked. Returns the message's id.</summary>
    public static async Task<string> TypeAsync(this AppFixture app, string speaker, string thread, string text) =>
        (await (await app.AsAsync(speaker)).SendAsync("POST", $"api/threads/{thread}/messages", new { text, agent = false })).Ok().At("messageId")!;

    /// <summary>A word that no other test uses.</summary>
    public static string Word() => $"w{Guid.NewGuid():N}"[..14];
}
