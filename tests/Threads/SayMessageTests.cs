using System.Net;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Threads;

public sealed class SayMessageTests
{
    [Fact]
    public async Task A_message_starts_one_turn_named_after_it()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);

        var first = await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = " average salary ", clientId = "one" });
        var again = await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = " average salary ", clientId = "one" });
        var quiet = await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "thanks", agent = false });

        Assert.Equal($"{thread}-m1", first.GetProperty("messageId").GetString());
        var turn = first.GetProperty("turnId").GetString()!;
        Assert.Matches($"^{thread}-t1-t[a-z2-7]{{20}}$", turn);
        Assert.Equal(first.ToString(), again.ToString());
        Assert.False(quiet.TryGetProperty("turnId", out _));
        Assert.Equal([turn], stage.Turns.Started);
    }

    [Fact]
    public async Task A_message_that_was_kept_but_not_started_is_started_by_the_retry()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var kept = await stage.SayAsync(alice, thread, "hello", "one");

        await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "hello", clientId = "one" });

        Assert.Equal([kept.Turn!.Value.Value], stage.Turns.Started);
    }

    [Fact]
    public async Task An_answered_message_is_never_started_again()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        await stage.AnswerAsync(await stage.SayAsync(alice, thread, "hello", "one"), "hi", isPrivate: false);

        await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "hello", clientId = "one" });

        Assert.Empty(stage.Turns.Started);
    }

    [Fact]
    public async Task Five_turns_run_at_once_and_a_sixth_waits_for_one_to_end()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = $"{i}", clientId = $"{i}" })));
        using var byBob = await stage.SendAsync(bob, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "me too" });
        await stage.Get<TurnBudget>().LeaveAsync(alice.Id, TurnId.Parse(stage.Turns.Started[0]), default);
        using var afterwards = await stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "now?" });

        Assert.Equal(5, answers.Count(static a => a.StatusCode == HttpStatusCode.Accepted));
        Assert.All(answers.Where(static a => a.StatusCode != HttpStatusCode.Accepted), static refused =>
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        });
        Assert.Equal(HttpStatusCode.Accepted, byBob.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, afterwards.StatusCode);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Messages_of_one_person_are_limited_by_the_minute()
    {
        await using var stage = await Stage.OpenAsync(null, ("ONBEHALF_MAX_MESSAGES_PER_MINUTE", "3"));
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "hello", agent = false });
            answers.Add(response.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task A_disabled_person_says_and_reads_nothing()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        stage.People.Disable(alice);

        using var said = await stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "hello" });
        using var read = await stage.SendAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages");

        Assert.Equal(HttpStatusCode.Forbidden, said.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        Assert.Empty(stage.Turns.Started);
    }

    [Fact]
    public async Task A_locked_reply_says_who_asked_and_when_and_nothing_else()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        await stage.AnswerAsync(await stage.SayAsync(alice, thread, "average salary"), "secret", isPrivate: true);

        var forBob = (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items")[1];
        var forAlice = (await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items")[1];

        Assert.Equal(["id", "threadId", "from", "visibility", "askedBy", "at"], forBob.EnumerateObject().Select(static p => p.Name));
        Assert.Equal("locked", forBob.GetProperty("visibility").GetString());
        Assert.Equal("secret", forAlice.GetProperty("text").GetString());
        Assert.Equal(alice.Id.Value, forAlice.GetProperty("ranAs").GetProperty("subject").GetString());
    }

    [Fact]
    public async Task The_read_mark_only_moves_on()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        for (var i = 0; i < 3; i++)
            await stage.SayAsync(alice, thread, $"{i}");

        var unread = new List<long> { await UnreadAsync() };
        foreach (var upTo in new[] { 2, 1, 900 })
        {
            await stage.CallAsync(bob, HttpMethod.Put, $"/api/threads/{thread}/read", new { upTo = $"{thread}-m{upTo}" });
            unread.Add(await UnreadAsync());
        }

        Assert.Equal([3, 1, 1, 0], unread);

        async Task<long> UnreadAsync() => (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("unread").GetInt64();
    }
}
