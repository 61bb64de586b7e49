using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Wiki;

/// <summary>A person's wiki operations, over HTTP.</summary>
internal static class WikiApi
{
    public static async Task<Answer> WikiAsync(this AppFixture app, string person, string method, string path, object? body = null) =>
        await (await app.AsAsync(person)).SendAsync(method, $"api/wiki/{path}", body);

    public static async Task<string> SpaceAsync(this AppFixture app, string person, string name, string[] readers, string[] writers) =>
        (await app.WikiAsync(person, "POST", "spaces", new { name, readers, writers })).Ok().At("id")!;

    public static async Task<string> PageAsync(this AppFixture app, string person, string space, string title, string text) =>
        (await app.WikiAsync(person, "POST", $"spaces/{space}/pages", new { title, text })).Ok().At("id")!;

    public static async Task<string> SpaceNamedAsync(this AppFixture app, string person, string name) =>
        (await app.WikiAsync(person, "GET", "spaces?limit=200")).Ok().GetProperty("items").EnumerateArray().First(space => space.At("name") == name).At("id")!;

    public static async Task<string> PageNamedAsync(this AppFixture app, string person, string space, string title) =>
        (await app.WikiAsync(person, "GET", $"spaces/{space}/pages?limit=200")).Ok().GetProperty("items").EnumerateArray().First(page => page.At("title") == title).At("id")!;
}
