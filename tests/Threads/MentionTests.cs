using System.Net;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

/// <summary>The mentions and the quote of a message.</summary>
public sealed class MentionTests
{
    [Fact]
    public async Task A_mention_is_a_person_of_the_directory_whatever_name_was_typed_and_marks_members_alone()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, carol) = (stage.People.Person("Alice"), stage.People.Person("Bob"), stage.People.Person("Carol"));
        await stage.Get<PeopleStore>().RememberAsync(carol, default);
        var thread = await stage.ThreadAsync(alice, bob);
        await stage.SayAsync(alice, thread, "first", forAgent: false);

        await SayAsync(stage, alice, thread, "@The Boss and @Carol, look", [(bob, "@The Boss"), (carol, "@Carol")]);

        var seen = (await ChangedMessageTests.SeenAsync(stage, bob, thread, 1)).GetProperty("mentions");
        Assert.Equal([(bob.Id.Value, "Bob", "@The Boss"), (carol.Id.Value, "Carol", "@Carol")], seen.EnumerateArray().Select(static one => (one.GetProperty("subject").GetString(), one.GetProperty("name").GetString(), one.GetProperty("as").GetString())));
        Assert.Equal(2, (await ListedAsync(stage, bob)).GetProperty("mention").GetInt64());
        Assert.False((await ListedAsync(stage, alice)).TryGetProperty("mention", out _));
        Assert.Equal(0, (await stage.CallAsync(carol, HttpMethod.Get, "/api/threads")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("hello", "@Bob", true)]
    [InlineData("hello Bob", "Bob", true)]
    [InlineData("hello @Bobby", "@Bob", true)]
    [InlineData("hello @Bob", "@Bob", false)]
    public async Task A_mention_that_the_text_does_not_have_or_of_nobody_is_refused(string text, string written, bool isKnown)
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);

        using var refused = await stage.SendAsync(
            alice, HttpMethod.Post, $"/api/threads/{thread}/messages",
            new { text, agent = false, mentions = new[] { new { subject = isKnown ? bob.Id.Value : new string('a', SubjectId.Length), @as = written } } });

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("hello @Al Smith", true)]
    [InlineData("hello @Al Smith and @Al", false)]
    public async Task Where_a_longer_name_is_named_the_shorter_is_not(string text, bool isRefused)
    {
        await using var stage = await Stage.OpenAsync();
        var (al, smith) = (stage.People.Person("Al"), stage.People.Person("Al Smith"));
        var thread = await stage.ThreadAsync(al, smith);

        using var said = await stage.SendAsync(
            al, HttpMethod.Post, $"/api/threads/{thread}/messages",
            new { text, agent = false, mentions = new[] { new { subject = al.Id.Value, @as = "@Al" }, new { subject = smith.Id.Value, @as = "@Al Smith" } } });

        Assert.Equal(isRefused ? HttpStatusCode.BadRequest : HttpStatusCode.Accepted, said.StatusCode);
    }

    [Fact]
    public async Task A_deleted_message_leaves_no_mention_in_an_inbox_and_takes_no_newer_one_along()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        await SayAsync(stage, alice, thread, "@Bob, first", [(bob, "@Bob")]);
        var named = await WaitingAsync();

        await DeleteAsync(1);
        var taken = await WaitingAsync();
        await SayAsync(stage, alice, thread, "@Bob, second", [(bob, "@Bob")]);
        await SayAsync(stage, alice, thread, "@Bob, third", [(bob, "@Bob")]);
        await DeleteAsync(2);
        var newer = await WaitingAsync();

        Assert.Equal((1, 0, 1), (named, taken, newer));

        async Task<int> WaitingAsync() => (await stage.Get<InboxItems>().ListAsync(bob.Id, default)).Count;

        async Task DeleteAsync(int seq)
        {
            using var deleted = await stage.SendAsync(alice, HttpMethod.Delete, $"/api/messages/{thread}-m{seq}", null);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
    }

    [Fact]
    public async Task A_quote_is_of_the_same_thread_and_of_what_is_there_for_the_one_who_quotes()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (thread, other) = (await stage.ThreadAsync(alice, bob), await stage.ThreadAsync(alice));
        var said = await stage.SayAsync(alice, thread, "first", forAgent: false);
        var elsewhere = await stage.SayAsync(alice, other, "elsewhere", forAgent: false);

        using var good = await QuoteAsync(said.Id.Value);
        using var wrong = await QuoteAsync(elsewhere.Id.Value);
        using var missing = await QuoteAsync($"{thread}-m99");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (good.StatusCode, wrong.StatusCode, missing.StatusCode));
        Assert.Equal(said.Id.Value, (await ChangedMessageTests.SeenAsync(stage, alice, thread, 1)).GetProperty("quote").GetString());

        Task<HttpResponseMessage> QuoteAsync(string quote) => stage.SendAsync(bob, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "this", agent = false, quote });
    }

    private static async Task<JsonElement> ListedAsync(Stage stage, Subject person) => (await stage.CallAsync(person, HttpMethod.Get, "/api/threads")).GetProperty("items")[0];

    private static Task<JsonElement> SayAsync(Stage stage, Subject speaker, ThreadId thread, string text, (Subject Person, string As)[] named) => stage.CallAsync(
        speaker, HttpMethod.Post, $"/api/threads/{thread}/messages",
        new { text, agent = false, mentions = named.Select(static one => new { subject = one.Person.Id.Value, @as = one.As }) });
}
