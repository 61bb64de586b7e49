using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Memory;

/// <summary>Memory operations of a person and their agent, over HTTP.</summary>
internal static class MemoryApi
{
    public static async Task<JsonElement[]> MemoryAsync(this AppFixture app, string person) =>
        [.. (await (await app.AsAsync(person)).SendAsync("GET", "api/memory?limit=200")).Ok().GetProperty("items").EnumerateArray()];

    /// <summary>The card of the turn, confirmed in the browser.</summary>
    public static async Task<Card> ConfirmAsync(this AppFixture app, string person, string turn, bool approve = true)
    {
        var card = await app.CardAsync(person, turn);
        (await (await app.InBrowserAsync(person)).DecideAsync(card, approve)).Ok();
        await app.EndOfAsync(person, turn);
        return card;
    }

    public static PuppetLine Remember(string text) => PuppetLine.Call("remember", new { text });

    public static PuppetLine Recall() => PuppetLine.Call("recall", new { });
}
