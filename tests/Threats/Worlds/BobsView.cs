using System.Text;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Threats.Worlds;

/// <summary>Plays a script in one world and writes down every byte that reaches Bob, or the model for Bob.</summary>
internal sealed class BobsView(World world)
{
    private static readonly string[] Lists =
    [
        "api/wiki/search?q=hotels%20salary%20review%20plan&limit=200", "api/wiki/search?q=hidden", "api/wiki/spaces?limit=200", "api/me/access", "api/me",
        "api/wiki/spaces/shandbookaaaaaaaaaaaa/pages?limit=200", "api/people?q=a",
    ];

    private readonly StringBuilder _seen = new();

    public async Task<string> PlayAsync(IReadOnlyList<WorldStep> script)
    {
        var thread = await world.App.OpenThreadAsync("bob", "alice", "carol", "dan", "erin");
        var before = world.Puppet.Requests.Count;
        world.Puppet.When(static request => Number(request) >= 0).Always(request => script[Number(request)].Next(request, Number(request)));
        await using var stream = await ListenAsync(thread);
        for (var number = 0; number < script.Count; number++)
            await StepAsync(thread, script[number], number);
        await AskAsMeAsync(thread);
        foreach (var path in Lists)
            await SeeAsync("GET", path);
        await SeeAsync("GET", $"api/audit?thread={thread}&limit=200");
        await HearAsync(stream, (await world.App.MessagesAsync("bob", thread)).Length);
        foreach (var request in world.Puppet.Requests.Skip(before).Where(IsForBob))
            _seen.Append("MODEL ").AppendLine(request.Text);
        return new Erased().Of(_seen.ToString());
    }

    private async Task StepAsync(string thread, WorldStep step, int number)
    {
        var said = await world.App.SayAsync(step.Speaker, thread, step.Question(number));
        await EndAsync(step.Speaker, said);
        var seen = await SeeAsync("GET", $"api/threads/{thread}/messages?limit=200");
        await SeeAsync("GET", $"api/turns/{said}");
        await SeeAsync("GET", $"api/threads/{thread}");
        var items = seen.Json.GetProperty("items");
        if (step.Speaker != "bob")
            AssertTimes(items[2 * number], items[2 * number + 1]);
        var reply = items[2 * number + 1].At("id");
        await SeeAsync("POST", $"api/blocks/{reply}-b0/open");
        await SeeAsync("GET", $"api/messages/{reply}/audit");
        await SeeAsync("GET", $"api/messages/{reply}/share", inBrowser: true);
        await SeeAsync("POST", $"api/turns/{said}/stop");
    }

    /// <summary>Confirms every pending card: a query after other sources were read may carry their content to the database.</summary>
    private async Task EndAsync(string speaker, string turn)
    {
        string? decided = null;
        while (Card.Of(await world.App.TurnAsync(speaker, turn, found => found.At("status") is not ("running" or "waiting") || (Card.Of(found) is { } waits && waits.Hash != decided))) is { } card)
        {
            if (speaker == "bob")
                _seen.Append("CARD ").AppendLine(card.Shown.GetRawText());
            (await (await world.App.InBrowserAsync(speaker)).DecideAsync(card)).Ok();
            decided = card.Hash;
        }
    }

    /// <summary>The first answer that is locked for Bob, asked again with his own rights.</summary>
    private async Task AskAsMeAsync(string thread)
    {
        if ((await world.App.MessagesAsync("bob", thread)).FirstOrDefault(static message => message.At("visibility") == "locked") is not { ValueKind: JsonValueKind.Object } locked)
            return;
        var asked = await SeeAsync("POST", $"api/messages/{locked.At("id")}/ask-as-me");
        await EndAsync("bob", asked.Ok().At("turnId")!);
        await SeeAsync("GET", $"api/turns/{asked.Json.At("turnId")}");
    }

    /// <summary>Moments are erased before two worlds are compared, so what they may say is looked at here: an answer's duration depends on what it read.</summary>
    private static void AssertTimes(JsonElement question, JsonElement answer)
    {
        if (answer.At("visibility") == "locked")
            Assert.Equal(question.At("at"), answer.At("at"));
    }

    private async Task<Answer> SeeAsync(string method, string path, bool inBrowser = false)
    {
        var answer = await (inBrowser ? await world.App.InBrowserAsync("bob") : await world.App.AsAsync("bob")).SendAsync(method, path);
        _seen.Append(method).Append(' ').Append(path).Append(' ').Append((int)answer.Status).Append('\n').Append(answer.Headers).Append('\n').AppendLine(answer.Text);
        return answer;
    }

    private async Task<EventReader> ListenAsync(string thread)
    {
        var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync("bob"));
        var reader = await EventReader.OpenAsync(client, $"api/threads/{thread}/events");
        await reader.NextAsync("presence");
        return reader;
    }

    /// <summary>
    /// How much of a text comes as tokens before its message is a matter of time, from nothing to nearly all of it. So tokens whose words are in
    /// the message are not written down; others are.
    /// </summary>
    private async Task HearAsync(EventReader stream, int messages)
    {
        var tokens = "";
        for (var heard = 0; heard < messages;)
        {
            var (kind, data) = await stream.NextAsync("message", "turn", "step", "token", "confirmation", "share", "presence", "members");
            tokens += kind == "token" ? data.At("text") : "";
            if (kind == "message")
            {
                heard++;
                _seen.Append(Texts(data).Any(text => text.StartsWith(tokens, StringComparison.Ordinal)) ? "" : $"\nTOKENS {tokens}");
                tokens = "";
            }

            _seen.Append(kind == "token" ? "" : $"\nEVENT {kind} {data.GetRawText()}");
        }
    }

    private static IEnumerable<string> Texts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(static property => Texts(property.Value)),
        _ => [],
    };

    /// <summary>By what the system says: an answer that repeats an earlier request holds that request's words too.</summary>
    private static bool IsForBob(PuppetRequest request) => request.Chat.Messages[0].Text.Contains("you act for Bob and", StringComparison.Ordinal);

    /// <summary>Which step of the script a request is for; -1 for none.</summary>
    private static int Number(PuppetRequest request) =>
        request.LastUserText is ['q', .. var rest] && int.TryParse(rest.Split(' ')[0], out var number) ? number : -1;
}
