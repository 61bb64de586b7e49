using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Journeys;

/// <summary>The product's story with nothing configured: the demo planner, one thread, several speakers, each answered as themselves.</summary>
public sealed class StoryTests(StoryTests.World world) : IClassFixture<StoryTests.World>
{
    private const string Salaries = "average salary by department";
    private const string TopDeals = "top 5 open deals";

    private AppFixture App => world.App;

    [Fact]
    public async Task Alice_and_Bob_ask_the_same_words_in_one_thread_and_each_gets_their_own()
    {
        var thread = await App.OpenThreadAsync("alice", "bob");

        await App.AskAsync("alice", thread, Salaries);
        var alice = await App.ReplyAsync("alice", thread);
        await App.AskAsync("bob", thread, Salaries);
        var refused = await App.ReplyAsync("bob", thread);
        await App.AskAsync("bob", thread, TopDeals);
        var bob = await App.ReplyAsync("bob", thread);
        await App.AskAsync("alice", thread, TopDeals);
        var none = await App.ReplyAsync("alice", thread);

        Assert.Equal(("Alice", "Alice"), (alice.At("askedBy", "name"), alice.At("ranAs", "name")));
        Assert.Contains(Rows(alice), static row => row.Contains("Legal", StringComparison.Ordinal) && row.Contains("122262.5", StringComparison.Ordinal));
        Assert.Contains(alice.GetProperty("touched").EnumerateArray(), static touched => touched.At("relation") == "company.employees" && touched.At("columns")!.Contains("salary", StringComparison.Ordinal));
        Assert.StartsWith("I could not find “salary” in the data you may see", refused.At("text"), StringComparison.Ordinal);
        Assert.Empty(Rows(refused));
        Assert.Equal(5, Rows(bob).Length);
        Assert.All(Rows(bob), static row => Assert.Contains("EMEA", row, StringComparison.Ordinal));
        Assert.Equal(("Bob", "Bob"), (bob.At("askedBy", "name"), bob.At("ranAs", "name")));
        Assert.StartsWith("I could not find “deals” in the data you may see", none.At("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_in_the_thread_learn_who_asked_and_when_and_nothing_else()
    {
        var thread = await App.OpenThreadAsync("alice", "bob");
        await App.AskAsync("alice", thread, Salaries);

        var seen = await App.ReplyAsync("bob", thread);
        var turn = await (await App.AsAsync("bob")).SendAsync("GET", $"api/turns/{(await App.MessagesAsync("bob", thread))[0].At("turnId")}");

        Assert.Equal(["askedBy", "at", "from", "id", "threadId", "visibility"], seen.EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("locked", seen.At("visibility"));
        Assert.Equal(["id", "speaker", "status"], turn.Ok().EnumerateObject().Select(static property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_who_ask_in_the_same_second_each_get_their_own_answer_steps_and_audit_rows()
    {
        var thread = await App.OpenThreadAsync("alice", "bob");

        var turns = await Task.WhenAll(App.SayAsync("alice", thread, "how many expenses"), App.SayAsync("bob", thread, "how many expenses"));
        var (alice, bob) = (await App.EndOfAsync("alice", turns[0]), await App.EndOfAsync("bob", turns[1]));

        Assert.Equal("The number of expenses is 855.", alice.At("reply", "text"));
        Assert.Equal("The number of expenses is 120.", bob.At("reply", "text"));
        foreach (var (name, turn) in new[] { ("Alice", alice), ("Bob", bob) })
        {
            var rows = (await App.AuditAsync("frank", $"thread={thread}")).Where(row => row.At("turnId") == turn.At("id")).ToArray();
            Assert.NotEmpty(turn.Steps());
            Assert.All(turn.Steps(), step => Assert.Contains(rows, row => row.At("id") == step.At("auditId")));
            Assert.All(rows, row => Assert.Equal(name, row.At("subject", "name")));
        }
    }

    [Fact]
    public async Task A_room_a_thread_of_two_and_a_thread_alone_with_the_agent_answer_identically()
    {
        var carol = await App.AsAsync("carol");
        var room = (await carol.SendAsync("POST", "api/rooms", new { name = "Board", members = new[] { App.SubjectOf("bob").Value } })).Ok().At("id");
        var inRoom = (await carol.SendAsync("POST", "api/threads", new { roomId = room, title = "Board" })).Ok().At("id")!;
        string[] threads = [await App.OpenThreadAsync("carol"), await App.OpenThreadAsync("carol", "bob"), inRoom];

        var said = new List<string>();
        foreach (var thread in threads)
        {
            await App.AskAsync("carol", thread, TopDeals);
            var reply = await App.ReplyAsync("carol", thread);
            said.Add($"{reply.At("text")} {string.Join('\n', Rows(reply))} {reply.At("touched")} {reply.At("ranAs")} {reply.At("visibility")}");
        }

        Assert.Contains("858", said[0], StringComparison.Ordinal);
        Assert.Single(said.Distinct());
    }

    [Fact]
    public async Task Everybody_of_the_company_is_answered_as_themselves_in_one_thread()
    {
        var thread = await App.OpenThreadAsync("alice", "bob", "carol", "dan", "erin", "frank");
        string[] people = ["carol", "bob", "erin"];

        var turns = await Task.WhenAll(people.Select(name => App.AskAsync(name, thread, "how many deals")));
        var dan = await App.AskAsync("dan", thread, "how many tickets");
        var frank = await App.AskAsync("frank", thread, Salaries);

        Assert.Equal(["The number of deals is 5,000.", "The number of deals is 1,762.", "The number of deals is 1,503."], turns.Select(static turn => turn.At("reply", "text")));
        Assert.Equal("The number of tickets is 975.", dan.At("reply", "text"));
        Assert.StartsWith("I could not find “salary”", frank.At("reply", "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_auditor_reads_who_read_salaries_by_name_and_the_record_verifies()
    {
        var thread = await App.OpenThreadAsync("alice", "bob", "carol");
        await App.AskAsync("alice", thread, Salaries);
        await App.AskAsync("bob", thread, Salaries);
        await App.AskAsync("carol", thread, Salaries);

        var readers = (await App.AuditAsync("frank", $"thread={thread}&resource=employees.salary&decision=succeeded"))
            .Where(static row => row.At("tool") == "query_data").Select(static row => row.At("subject", "name")).Distinct().Order(StringComparer.Ordinal);
        var verdict = (await (await App.AsAsync("frank")).SendAsync("GET", "api/audit/verify")).Ok();

        Assert.Equal(["Alice", "Carol"], readers);
        Assert.Equal("true", verdict.At("intact"));
        Assert.True(verdict.GetProperty("records").GetInt64() > 0);
    }

    [Fact]
    public async Task Who_is_no_auditor_reads_their_own_acts_alone()
    {
        var thread = await App.OpenThreadAsync("alice", "bob");
        await App.AskAsync("alice", thread, Salaries);
        await App.AskAsync("bob", thread, "how many deals");

        var bob = await App.AuditAsync("bob", $"thread={thread}");
        var asked = await (await App.AsAsync("bob")).SendAsync("GET", $"api/audit?subject={App.SubjectOf("alice").Value}");

        Assert.NotEmpty(bob);
        Assert.All(bob, static row => Assert.Equal("Bob", row.At("subject", "name")));
        Assert.DoesNotContain("Alice", asked.Text, StringComparison.Ordinal);
    }

    private static string[] Rows(JsonElement reply) => reply.TryGetProperty("blocks", out var blocks)
        ? [.. blocks.EnumerateArray().Where(static block => block.TryGetProperty("rows", out _)).SelectMany(static block => block.GetProperty("rows").EnumerateArray()).Select(static row => row.GetRawText())]
        : [];

    public sealed class World : IAsyncLifetime
    {
        public InProcessApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await InProcessApp.StartAsync(new Dictionary<string, string> { ["ONBEHALF_MAX_MESSAGES_PER_MINUTE"] = "100000" });

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
