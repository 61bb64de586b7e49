using System.Net;
using System.Text.Json;
using Npgsql;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Search;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Words of the agent leave an artifact by each way for exactly the people whose own query gives the data behind them.</summary>
[Collection(PuppetThreats.Name)]
public sealed class ViewerMatrixTests(PuppetWorld world)
{
    private const string Count = "SELECT count(*) AS n FROM employees";
    private const string Open = "open";
    private const string Locked = "locked";

    private static readonly string[] Everybody = ["alice", "bob", "carol", "dan", "erin", "frank"];

    /// <summary>The kinds whose words are in items, in a text, and in the title of a request.</summary>
    private static readonly string[] WithItems = ["list", "board", "tool"];
    private static readonly string[] WithRequest = ["dashboard", "chart", "table"];
    private static readonly string[] Kinds = [.. WithItems, "document", .. WithRequest];

    [Fact]
    public async Task What_a_viewer_gets_by_every_way_equals_their_own_query()
    {
        var word = SearchApi.Word();
        var thread = await world.App.OpenThreadAsync("alice", Everybody[1..]);
        var made = await MadeAsync(thread, word);
        var hers = await DirectAsync("alice", Sql.AverageSalary);

        var found = await Task.WhenAll(Everybody.Select(person => OfAsync(person, thread, word, made)));
        var rights = await Task.WhenAll(Everybody.Select(async person => await DirectAsync(person, Sql.AverageSalary) == hers ? Open : Locked));

        Assert.NotNull(hers);
        Assert.Contains(Open, rights[1..]);
        Assert.Contains(Locked, rights);
        Assert.Equal(Everybody.Zip(rights).SelectMany(static one => Expected(one.First, one.Second)), found.SelectMany(static lines => lines));
    }

    private static IEnumerable<string> Expected(string person, string right) =>
        Kinds.SelectMany(kind => WaysOf(kind).Select(way => $"{person} {kind} {way}: {right}"));

    private static IEnumerable<string> WaysOf(string kind) =>
    [
        "open", "json", "md", "version", "preview", "events", "list", "search",
        .. WithItems.Contains(kind) ? ["csv"] : Array.Empty<string>(),
        .. WithRequest.Contains(kind) ? ["run"] : Array.Empty<string>(),
    ];

    private async Task<List<string>> OfAsync(string person, string thread, string word, IReadOnlyList<Made> made)
    {
        var browser = await world.App.InBrowserAsync(person);
        var (lines, hits) = (new List<string>(), await world.App.FoundAsync(person, $"{word} kind:artifact", "artifact"));
        var token = await world.App.TokenAsync(person);
        var titles = (await browser.SendAsync("GET", "api/artifacts?limit=200")).Ok().GetProperty("items").EnumerateArray()
            .ToDictionary(static one => one.At("id")!, static one => one.At("title"));
        foreach (var (kind, id, seq) in made)
        {
            foreach (var way in WaysOf(kind))
            {
                var isOpen = way switch
                {
                    "list" => titles[id] == word,
                    "search" => hits.Any(hit => hit.At("id") == id),
                    "events" => (await EventAsync(token, id, seq)).Contains(word, StringComparison.Ordinal),
                    "run" => await RunsAsync(person, browser, id),
                    _ => (await browser.SendAsync("GET", $"api/artifacts/{id}{PathOf(way, thread, seq)}")).Text.Contains(word, StringComparison.Ordinal),
                };
                lines.Add($"{person} {kind} {way}: {(isOpen ? Open : Locked)}");
            }
        }

        return lines;
    }

    private static string PathOf(string way, string thread, long seq) => way switch
    {
        "open" => "",
        "version" => $"/versions/{seq}",
        "preview" => $"/publish?threadId={thread}",
        _ => $"/export?format={way}",
    };

    private async Task<string> EventAsync(string token, string id, long after)
    {
        var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await using var stream = await EventReader.OpenAsync(client, $"api/artifacts/{id}/events?after={after}");
        return (await stream.NextAsync("ops")).Data.GetRawText();
    }

    /// <summary>Whether the request runs for this person. What it returns then equals their own query.</summary>
    private async Task<bool> RunsAsync(string person, HttpClient browser, string id)
    {
        var block = (await browser.SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("definition").GetProperty("blocks").EnumerateArray()
            .Single(static one => one.At("id") == "r");
        var definitionHash = block.At("definitionHash") ?? new string('0', 64);
        await browser.SendAsync("POST", $"api/artifacts/{id}/blocks/r/consent", new { definitionHash });
        var ran = await browser.SendAsync("POST", $"api/artifacts/{id}/blocks/r/run", new { definitionHash });
        if (ran.Status != HttpStatusCode.NotFound)
            Assert.Equal(await DirectAsync(person, Count), $"{ran.Ok().GetProperty("rows")[0][0]};");
        return ran.Status == HttpStatusCode.OK;
    }

    /// <summary>Artifacts of all kinds that the agent wrote after a query, in the thread. Their title is written again afterwards.</summary>
    private async Task<IReadOnlyList<Made>> MadeAsync(string thread, string word)
    {
        var question = PuppetWorld.Fresh("make one of each kind");
        world.Puppet.When(question).Reply(
            Sql.Company(Sql.AverageSalary),
            PuppetLine.Calls([.. Kinds.Select(kind => ("create_artifact", (object)new { kind, title = word, ops = new[] { WordIn(kind, word) } }))]),
            PuppetLine.Say("done"));
        Assert.Equal("completed", (await world.App.AskAsync("alice", thread, question)).At("status"));
        var alice = await world.App.InBrowserAsync("alice");
        var mine = (await alice.SendAsync("GET", "api/artifacts?limit=200")).Ok().GetProperty("items").EnumerateArray().Where(one => one.At("title") == word).ToArray();
        Assert.Equal(Kinds.Order(StringComparer.Ordinal), mine.Select(static one => one.At("kind")!).Order(StringComparer.Ordinal));
        var made = new List<Made>();
        foreach (var kind in Kinds)
        {
            var id = mine.Single(one => one.At("kind") == kind).At("id")!;
            var preview = (await alice.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
            (await alice.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();
            var plain = await TitleAsync(alice, id, "plain");
            await TitleAsync(alice, id, word);
            made.Add(new(kind, id, plain));
        }

        return made;
    }

    private static object WordIn(string kind, string word) =>
        WithItems.Contains(kind) ? new { op = "add", item = "i1", values = new { title = word } }
        : WithRequest.Contains(kind) ? new { op = "block", block = new { id = "r", type = "request", title = word, source = "company", sql = Count } }
        : new { op = "write", block = "text", text = word };

    private static async Task<long> TitleAsync(HttpClient person, string id, string title) =>
        (await person.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = Guid.NewGuid().ToString("N"), ops = new[] { new { op = "title", title } } })).Ok().GetProperty("seq").GetInt64();

    /// <summary>Null for a person who cannot make this query.</summary>
    private async Task<string?> DirectAsync(string person, string sql)
    {
        try
        {
            await using var connection = await world.Company.OpenAsAsync(person);
            await using var command = new NpgsqlCommand(sql.Replace("FROM employees", "FROM company.employees", StringComparison.Ordinal), connection);
            await using var rows = await command.ExecuteReaderAsync();
            var all = new List<string>();
            while (await rows.ReadAsync())
                all.Add(string.Join(',', Enumerable.Range(0, rows.FieldCount).Select(at => $"{rows.GetValue(at)}")) + ";");
            return string.Concat(all);
        }
        catch (Exception refused) when (refused is PostgresException or Azure.RequestFailedException)
        {
            return null;
        }
    }

    /// <param name="Seq">The last version before the title was written again.</param>
    private sealed record Made(string Kind, string Id, long Seq);
}
