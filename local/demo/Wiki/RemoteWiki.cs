using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;

namespace Onbehalf.Demo.Wiki;

/// <summary>Writes the demo company's wiki through the API of a deployed app, in the name of whoever is signed in there. Idempotent.</summary>
public static class RemoteWiki
{
    private const string Spaces = "api/wiki/spaces";

    /// <param name="app">The app, with the token of a member of every group.</param>
    /// <param name="groups">The directory's id of each group of the demo. A space none of whose writers is here is left out.</param>
    /// <returns>Why the app refused, or null.</returns>
    public static async Task<string?> FillAsync(HttpClient app, IReadOnlyDictionary<string, string> groups, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(groups);
        try
        {
            var known = await ItemsAsync(app, Spaces, cancellation);
            foreach (var demo in DemoPages.Spaces)
            {
                var (readers, writers) = (Ids(demo.Readers, groups), Ids(demo.Writers, groups));
                if (writers.Length == 0)
                    continue;
                var space = known.FirstOrDefault(one => one.GetProperty("name").GetString() == demo.Name && one.GetProperty("mayWrite").GetBoolean());
                if (space.ValueKind is JsonValueKind.Undefined)
                    space = await PostAsync(app, Spaces, new { name = demo.Name, readers, writers }, cancellation);
                await AddPagesAsync(app, $"{Spaces}/{space.GetProperty("id").GetString()}/pages", demo, cancellation);
            }

            return null;
        }
        catch (Exception refused)
            when (refused is HttpRequestException or JsonException || (refused is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return refused.Message;
        }
    }

    private static async Task AddPagesAsync(HttpClient app, string path, DemoSpace demo, CancellationToken cancellation)
    {
        var known = (await ItemsAsync(app, path, cancellation)).Select(static page => page.GetProperty("title").GetString()).ToHashSet();
        foreach (var page in demo.Pages.Where(page => !known.Contains(page.Title)))
            await PostAsync(app, path, new { title = page.Title, text = page.Text }, cancellation);
    }

    private static ImmutableArray<string> Ids(IEnumerable<string> names, IReadOnlyDictionary<string, string> groups) =>
        [.. names.Where(groups.ContainsKey).Select(name => groups[name])];

    private static async Task<IReadOnlyList<JsonElement>> ItemsAsync(HttpClient app, string path, CancellationToken cancellation)
    {
        using var answer = await app.GetAsync(new Uri($"{path}?limit=200", UriKind.Relative), cancellation);
        return [.. (await ReadAsync(answer, cancellation)).GetProperty("items").EnumerateArray()];
    }

    private static async Task<JsonElement> PostAsync<T>(HttpClient app, string path, T body, CancellationToken cancellation)
    {
        using var answer = await app.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellation);
        return await ReadAsync(answer, cancellation);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
            return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        throw new HttpRequestException(
            $"{answer.RequestMessage!.RequestUri!.AbsolutePath} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }
}
