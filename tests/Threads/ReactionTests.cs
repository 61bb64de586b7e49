using System.Net;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class ReactionTests
{
    private static readonly StreamTimes Quick = new() { Idle = TimeSpan.FromMilliseconds(100), Recheck = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task An_emoji_counts_once_for_each_person_and_says_the_first_names()
    {
        await using var stage = await Stage.OpenAsync();
        Subject[] people = [.. Enumerable.Range(0, 8).Select(i => stage.People.Person($"Person {i}"))];
        var thread = await stage.ThreadAsync(people[0], people[1..]);
        var said = await stage.SayAsync(people[0], thread, "hello", forAgent: false);

        foreach (var person in people.Concat(people))
            await ReactAsync(stage, person, said.Id, "👍", HttpMethod.Put);
        await ReactAsync(stage, people[1], said.Id, "👍", HttpMethod.Delete);
        await ReactAsync(stage, people[1], said.Id, "👍", HttpMethod.Delete);

        Assert.Equal(
            """[{"emoji":"👍","count":7,"mine":true,"names":["Person 0","Person 2","Person 3","Person 4"]}]""", await SeenAsync(stage, people[7], thread));
        Assert.Equal(
            """[{"emoji":"👍","count":7,"mine":false,"names":["Person 0","Person 2","Person 3","Person 4"]}]""", await SeenAsync(stage, people[1], thread));
    }

    [Fact]
    public async Task Many_at_once_are_all_counted()
    {
        await using var stage = await Stage.OpenAsync(null, ("ONBEHALF_MAX_MESSAGES_PER_MINUTE", "1000"));
        Subject[] people = [.. Enumerable.Range(0, 12).Select(i => stage.People.Person($"Person {i}"))];
        var thread = await stage.ThreadAsync(people[0], people[1..]);
        var said = await stage.SayAsync(people[0], thread, "hello", forAgent: false);

        await Task.WhenAll(people.Concat(people).Select(person => ReactAsync(stage, person, said.Id, "🎉", HttpMethod.Put)));

        Assert.Contains("\"count\":12", await SeenAsync(stage, people[0], thread), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_takes_twenty_different_emoji_and_nothing_that_is_none()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var said = await stage.SayAsync(alice, thread, "hello", forAgent: false);
        string[] emoji = [.. Enumerable.Range(0, 21).Select(static i => char.ConvertFromUtf32(0x1F600 + i))];

        foreach (var one in emoji[..20])
            await ReactAsync(stage, alice, said.Id, one, HttpMethod.Put);
        using var further = await stage.SendAsync(alice, HttpMethod.Put, Path(said.Id, emoji[20]));
        using var letter = await stage.SendAsync(alice, HttpMethod.Put, Path(said.Id, "a"));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest), (further.StatusCode, letter.StatusCode));
    }

    [Fact]
    public async Task What_people_think_of_a_locked_answer_is_for_nobody_to_hear()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var question = await stage.SayAsync(alice, thread, "average salary");
        var answer = await stage.AnswerAsync(question, "72,000", isPrivate: true);
        var before = await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages");
        await using var bobs = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");

        await ReactAsync(stage, alice, answer.Id, "👍", HttpMethod.Put);
        using var byBob = await stage.SendAsync(bob, HttpMethod.Put, Path(answer.Id, "👍"));
        await ReactAsync(stage, bob, question.Id, "👀", HttpMethod.Put);

        Assert.Equal(HttpStatusCode.NotFound, byBob.StatusCode);
        Assert.Equal(question.Id.Value, (await bobs.NextAsync("revision")).Data.GetProperty("id").GetString());
        var after = await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages");
        Assert.Equal(before.GetProperty("items")[1].ToString(), after.GetProperty("items")[1].ToString());
        var forAlice = (await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items")[1];
        Assert.Equal(1, forAlice.GetProperty("reactions")[0].GetProperty("count").GetInt32());
    }

    private static string Path(MessageId id, string emoji) => $"/api/messages/{id}/reactions/{Uri.EscapeDataString(emoji)}";

    private static async Task ReactAsync(Stage stage, Subject person, MessageId id, string emoji, HttpMethod method) => await stage.CallAsync(person, method, Path(id, emoji));

    private static async Task<string> SeenAsync(Stage stage, Subject viewer, ThreadId thread) =>
        JsonSerializer.Serialize((await ChangedMessageTests.SeenAsync(stage, viewer, thread, 0)).GetProperty("reactions"), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace("\\uD83D\\uDC4D", "👍", StringComparison.Ordinal);
}
