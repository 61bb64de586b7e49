using System.Net;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Threads;

public sealed class StreamEventsTests
{
    private static readonly StreamTimes Quick = new() { Idle = TimeSpan.FromMilliseconds(100), Recheck = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task A_stream_that_is_cut_and_resumed_loses_nothing_and_repeats_nothing()
    {
        await using var stage = await Stage.OpenAsync(Quick with { Lifetime = TimeSpan.FromMilliseconds(700) });
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var start = (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("events").GetString();

        var talking = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await stage.SayAsync(alice, thread, $"{i}", forAgent: false);
                await Task.Delay(25);
            }
        });
        var heard = new List<string>();
        var connections = 0;
        for (string? last = start; heard.Count < 60 && connections < 30; connections++)
        {
            await using var stream = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events", last);
            await stream.Ended;
            foreach (var (id, kind, data) in stream.Drain())
            {
                last = id.Length > 0 ? id : last;
                if (kind == "message")
                    heard.Add(JsonDocument.Parse(data).RootElement.GetProperty("text").GetString()!);
            }
        }

        await talking;
        Assert.True(connections > 1);
        Assert.Equal(Enumerable.Range(0, 60).Select(static i => $"{i}"), heard);
    }

    [Fact]
    public async Task Typing_is_told_to_the_others_who_are_here_and_logged_nowhere()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        await using var bobs = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");
        using var without = await stage.SendAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/typing");
        await using var alices = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");
        await bobs.NextAsync("presence");
        var logged = await stage.Get<EventLog>().LastAsync(thread, default);

        await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/typing");

        Assert.Equal("Alice", (await bobs.NextAsync("typing")).Data.GetProperty("person").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NotFound, without.StatusCode);
        Assert.Equal(logged, await stage.Get<EventLog>().LastAsync(thread, default));
        Assert.DoesNotContain(alices.Drain(), static one => one.Kind == "typing");
    }

    [Fact]
    public async Task Law_4_what_a_turn_does_reaches_its_speaker_alone()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        await using var forAlice = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");
        await using var forBob = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");
        await forBob.NextAsync("presence");

        var question = await stage.SayAsync(alice, thread, "average salary");
        var turn = question.Turn!.Value;
        await stage.Get<EventLog>().AppendAsync(
            thread,
            [
                ThreadEvent.Step(turn, alice.Id, """{"tool":"query_data"}"""),
                ThreadEvent.Token(turn, alice.Id, """{"text":"72,000"}""", []),
                ThreadEvent.Confirmation(turn, alice.Id, """{"card":"x"}""", []),
                ThreadEvent.Status(turn, alice.Id, """{"status":"waiting"}"""),
            ],
            default);
        await stage.AnswerAsync(question, "72,000", isPrivate: true);

        Assert.Equal("person", (await forAlice.NextAsync("message")).Data.GetProperty("from").GetString());
        Assert.Equal("72,000", (await forAlice.NextAsync("token")).Data.GetProperty("text").GetString());
        Assert.Equal("72,000", (await forAlice.NextAsync("message")).Data.GetProperty("text").GetString());
        Assert.Equal("average salary", (await forBob.NextAsync("message")).Data.GetProperty("text").GetString());
        var answering = await forBob.NextAsync("turn", "step", "token", "confirmation");
        Assert.Equal(("turn", "running", "Alice"), (answering.Kind, answering.Data.GetProperty("status").GetString(), answering.Data.GetProperty("speaker").GetProperty("name").GetString()));
        var locked = await forBob.NextAsync("turn", "step", "token", "confirmation", "message");
        Assert.Equal(["id", "threadId", "from", "visibility", "askedBy", "at"], locked.Data.EnumerateObject().Select(static p => p.Name));
    }

    [Fact]
    public async Task Law_8_text_and_cards_of_an_own_turn_close_with_the_right_they_came_from()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var rooms = stage.Get<RoomStore>();
        var room = await rooms.CreateAsync(bob, "Pay", [Participant.Of(alice)], default);
        var pay = (await rooms.OpenThreadAsync(bob, room.Id, null, default))!.Thread.Id;
        EvidencePiece[] read = [new(alice.Id.Value, "", [MessageRights.Files((await stage.SayAsync(bob, pay, "a file")).Id)])];
        var thread = await stage.ThreadAsync(alice);
        var place = (await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("events").GetString()!;
        var turn = (await stage.SayAsync(alice, thread, "what does the file say")).Turn!.Value;
        await stage.Get<EventLog>().AppendAsync(
            thread,
            [
                ThreadEvent.Token(turn, alice.Id, """{"text":"72,000"}""", [.. read]),
                ThreadEvent.Confirmation(turn, alice.Id, """{"card":"72,000"}""", [.. read]),
                ThreadEvent.Status(turn, alice.Id, """{"status":"waiting"}"""),
            ],
            default);

        var before = await HeardAsync();
        await rooms.SetMembersAsync(bob.Id, room.Id, [], default);
        var after = await HeardAsync();

        Assert.Equal(["message", "token", "confirmation", "turn"], before.Select(static one => one.Kind));
        Assert.Equal(["message", "turn"], after.Select(static one => one.Kind));

        async Task<List<(string Kind, JsonElement Data)>> HeardAsync()
        {
            await using var stream = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events", place);
            var heard = new List<(string Kind, JsonElement Data)>();
            do
                heard.Add(await stream.NextAsync("message", "token", "confirmation", "turn"));
            while (heard[^1].Kind != "turn" || heard[^1].Data.GetProperty("status").GetString() != "waiting");
            return [.. heard.Where(static one => one.Kind != "turn" || one.Data.GetProperty("status").GetString() == "waiting")];
        }
    }

    [Fact]
    public async Task Law_3_removal_ends_the_stream()
    {
        await using var stage = await Stage.OpenAsync(Quick with { Recheck = TimeSpan.FromMinutes(5) });
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var rooms = stage.Get<RoomStore>();
        var room = await rooms.CreateAsync(alice, "Sales", [Participant.Of(bob)], default);
        var thread = (await rooms.OpenThreadAsync(alice, room.Id, null, default))!.Thread.Id;
        await using var forBob = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");
        await forBob.NextAsync("presence");

        await rooms.SetMembersAsync(alice.Id, room.Id, [], default);
        await stage.SayAsync(alice, thread, "without Bob");
        await forBob.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain(forBob.Drain(), static e => e.Kind == "message");
        using var again = await stage.SendAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/events");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Law_8_a_stream_ends_with_its_person()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        await using var stream = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");

        stage.People.Disable(alice);

        await stream.Ended.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_event_id_is_worth_something_to_its_viewer_in_its_thread_only()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (thread, other) = (await stage.ThreadAsync(alice, bob), await stage.ThreadAsync(alice, bob));
        var place = (await stage.CallAsync(alice, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("events").GetString()!;

        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(bob, thread, place));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(alice, other, place));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(alice, thread, "000000000001"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(alice, thread, place));

        async Task<HttpStatusCode> StatusAsync(Subject person, ThreadId id, string lastId)
        {
            using var client = stage.Client(person);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/threads/{id}/events");
            request.Headers.Add("Last-Event-ID", lastId);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Two_writers_of_one_log_never_leave_a_gap_that_a_reader_has_passed()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        using var other = new EventLog(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), TimeProvider.System, stage.Get<Pulses>());
        EventLog[] logs = [stage.Get<EventLog>(), other];

        var writing = Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
            await logs[i % 2].AppendAsync(thread, [ThreadEvent.Presence(new(alice.Id, $"{i}"), isHere: true)], cancellation));
        var heard = new List<long>();
        for (long after = 0; heard.Count < 60;)
        {
            var page = await other.ReadAsync(thread, after, alice.Id, default);
            heard.AddRange(page.Events.Select(static e => e.Seq));
            after = page.Last;
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, 60).Select(static n => (long)n), heard);
    }
}
