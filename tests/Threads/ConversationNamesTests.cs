using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

/// <summary>A conversation between people is called by its people, whoever of them is still in it.</summary>
public sealed class ConversationNamesTests
{
    [Fact]
    public async Task Who_left_stays_in_the_name_for_who_was_there_and_is_unknown_to_who_came_later()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, carol) = (stage.People.Person("Alice"), stage.People.Person("Bob"), stage.People.Person("Carol"));
        var thread = ThreadId.Parse((await stage.CallAsync(alice, HttpMethod.Post, "/api/threads", new { members = new[] { bob.Id.Value } })).GetProperty("id").GetString()!);
        await stage.SayAsync(alice, thread, "hello Bob");

        await stage.Get<ThreadStore>().AlignAsync(thread, () => Task.FromResult(ImmutableArray.Create(Participant.Of(alice), Participant.Of(carol))), default);
        var (hers, newcomers) = (await ReadAsync(alice), await ReadAsync(carol));

        Assert.Equal(["Alice", "Bob"], Names(hers, "people"));
        Assert.Equal(["Alice", "Carol"], Names(hers, "members"));
        Assert.False(hers.GetProperty("named").GetBoolean());
        Assert.False(newcomers.TryGetProperty("people", out _));
        Assert.DoesNotContain("Bob", newcomers.GetRawText(), StringComparison.Ordinal);
        Assert.Equal([1L, 2L], hers.GetProperty("members").EnumerateArray().Select(static m => m.GetProperty("since").GetInt64()));

        Task<JsonElement> ReadAsync(Subject person) => stage.CallAsync(person, HttpMethod.Get, $"/api/threads/{thread.Value}");
    }

    [Fact]
    public async Task A_title_that_a_person_chose_says_so()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));

        var named = await stage.CallAsync(alice, HttpMethod.Post, "/api/threads", new { title = "Budget", members = new[] { bob.Id.Value } });
        var alone = await stage.CallAsync(alice, HttpMethod.Post, "/api/threads", new { });

        Assert.True(named.GetProperty("named").GetBoolean());
        Assert.False(alone.GetProperty("named").GetBoolean());
        Assert.False(alone.TryGetProperty("people", out _));
    }

    private static string[] Names(JsonElement thread, string list) => [.. thread.GetProperty(list).EnumerateArray().Select(static one => one.GetProperty("name").GetString()!)];
}
