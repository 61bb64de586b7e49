using System.Net;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

/// <summary>The members of a thread outside a room, and who manages them.</summary>
public sealed class ThreadPeopleTests
{
    [Fact]
    public async Task Law_3_who_is_added_reads_from_then_on_and_who_is_removed_reads_nothing()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, carol) = await PeopleAsync(stage);
        var thread = await stage.ThreadAsync(alice, bob);
        await stage.SayAsync(alice, thread, "before Carol came", forAgent: false);

        var changed = await stage.CallAsync(alice, HttpMethod.Put, $"/api/threads/{thread}/members", new { members = new[] { carol.Id.Value } });
        await stage.SayAsync(alice, thread, "after Bob went", forAgent: false);

        Assert.Equal(["Alice", "Carol"], Names(changed));
        Assert.Equal(["after Bob went"], (await stage.CallAsync(carol, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items").EnumerateArray().Select(static one => one.GetProperty("text").GetString()));
        using var gone = await stage.SendAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages", null);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(0, (await stage.CallAsync(bob, HttpMethod.Get, "/api/threads")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Only_the_owner_decides_and_a_room_decides_for_its_threads()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, carol) = await PeopleAsync(stage);
        var thread = await stage.ThreadAsync(alice, bob);
        var rooms = stage.Get<RoomStore>();
        var room = await rooms.CreateAsync(alice, "HR", [Participant.Of(bob)], default);
        var inRoom = (await rooms.OpenThreadAsync(alice, room.Id, null, default))!.Thread.Id;

        var answers = new[]
        {
            await StatusAsync(bob, HttpMethod.Put, $"/api/threads/{thread}/members", new { members = new[] { carol.Id.Value } }),
            await StatusAsync(alice, HttpMethod.Put, $"/api/threads/{inRoom}/members", new { members = new[] { carol.Id.Value } }),
            await StatusAsync(bob, HttpMethod.Delete, $"/api/me/threads/{inRoom}", null),
            await StatusAsync(alice, HttpMethod.Put, $"/api/threads/{thread}/members", new { members = new[] { new string('a', SubjectId.Length) } }),
        };

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.BadRequest], answers);
        Assert.Equal(["Alice", "Bob"], Names(await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}")));

        async Task<HttpStatusCode> StatusAsync(Subject person, HttpMethod method, string path, object? body)
        {
            using var answer = await stage.SendAsync(person, method, path, body);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task When_the_owner_leaves_who_has_been_there_longest_decides_and_the_last_one_stays()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob, carol) = await PeopleAsync(stage);
        var thread = await stage.ThreadAsync(alice, bob);
        await stage.SayAsync(alice, thread, "hello", forAgent: false);
        await stage.CallAsync(alice, HttpMethod.Put, $"/api/threads/{thread}/members", new { members = new[] { bob.Id.Value, carol.Id.Value } });

        using var left = await stage.SendAsync(alice, HttpMethod.Delete, $"/api/me/threads/{thread}", null);
        var seen = await stage.CallAsync(carol, HttpMethod.Get, $"/api/threads/{thread}");
        var removed = await stage.CallAsync(bob, HttpMethod.Put, $"/api/threads/{thread}/members", new { members = Array.Empty<string>() });
        using var last = await stage.SendAsync(bob, HttpMethod.Delete, $"/api/me/threads/{thread}", null);

        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(bob.Id.Value, seen.GetProperty("owner").GetString());
        Assert.Equal(["Bob"], Names(removed));
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
    }

    private static async Task<(Subject Alice, Subject Bob, Subject Carol)> PeopleAsync(Stage stage)
    {
        var people = (stage.People.Person("Alice"), stage.People.Person("Bob"), stage.People.Person("Carol"));
        foreach (var person in (Subject[])[people.Item1, people.Item2, people.Item3])
            await stage.Get<PeopleStore>().RememberAsync(person, default);
        return people;
    }

    private static IEnumerable<string?> Names(JsonElement thread) => thread.GetProperty("members").EnumerateArray().Select(static one => one.GetProperty("name").GetString());
}
