using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Inbox;

/// <summary>A person's inbox over HTTP.</summary>
internal static class InboxApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<JsonElement[]> InboxAsync(this AppFixture app, string person) =>
        [.. (await (await app.AsAsync(person)).SendAsync("GET", "api/inbox?limit=200")).Ok().GetProperty("items").EnumerateArray()];

    /// <summary>The item, once it is there: it is written right after what it is about.</summary>
    public static async Task<JsonElement> ItemAsync(this AppFixture app, string person, Func<JsonElement, bool> wanted)
    {
        for (var (started, asked) = (DateTime.UtcNow, 1); DateTime.UtcNow - started < Patience; await Task.Delay(Waiting.PauseAfter(asked++)))
        {
            var found = (await app.InboxAsync(person)).Where(wanted).ToArray();
            if (found.Length > 0)
                return found[0];
        }

        throw new TimeoutException($"{person} has no such item.");
    }
}
