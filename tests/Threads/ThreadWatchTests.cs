using Onbehalf.Tests.Fixtures;
using Onbehalf.Threads;
using Onbehalf.Turns;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Threads;

/// <summary>How the streams of a thread hear of writes by their own instance and by others, and what it costs.</summary>
public sealed class ThreadWatchTests
{
    /// <summary>Nothing is looked at by the clock.</summary>
    private static readonly StreamTimes Still = new()
    {
        Idle = TimeSpan.FromMinutes(10), Pulses = TimeSpan.FromMinutes(10), Recheck = TimeSpan.FromMinutes(10), Heartbeat = TimeSpan.FromMinutes(10),
    };

    /// <summary>Ten times as fast as a stream is by default, so six seconds are its minute. The looks at what other instances wrote are counted too.</summary>
    [Fact]
    public async Task An_idle_instance_costs_at_most_forty_requests_a_minute_a_further_thread_at_most_ten_and_a_further_viewer_next_to_none()
    {
        var usual = new StreamTimes();
        await using var stage = await Stage.OpenAsync(new() { Idle = usual.Idle / 10, Pulses = usual.Pulses / 10, Recheck = usual.Recheck / 10, Heartbeat = usual.Heartbeat / 10 });
        var people = Enumerable.Range(0, 5).Select(i => stage.People.Person($"Person {i}")).ToArray();
        var (thread, another) = (await stage.ThreadAsync(people[0], people[1..]), await stage.ThreadAsync(people[0]));
        using var requests = new TableRequests(stage.Get<Storage.Tables>());

        await using var first = await EventReader.OpenAsync(stage.Client(people[0]), $"/api/threads/{thread}/events");
        var one = await MinuteAsync();
        await using var beside = await EventReader.OpenAsync(stage.Client(people[0]), $"/api/threads/{another}/events");
        var two = await MinuteAsync();
        await using var second = await EventReader.OpenAsync(stage.Client(people[1]), $"/api/threads/{thread}/events");
        await using var third = await EventReader.OpenAsync(stage.Client(people[2]), $"/api/threads/{thread}/events");
        await using var fourth = await EventReader.OpenAsync(stage.Client(people[3]), $"/api/threads/{thread}/events");
        await using var fifth = await EventReader.OpenAsync(stage.Client(people[4]), $"/api/threads/{thread}/events");
        var five = await MinuteAsync();

        Assert.InRange(one, 1, 40);
        Assert.InRange(two, 1, 50);
        Assert.InRange(five, 1, 50 + (4 * 4));

        async Task<int> MinuteAsync()
        {
            await Task.Delay(1_000);
            requests.Reset();
            await Task.Delay(6_000);
            return requests.Count;
        }
    }

    [Fact]
    public async Task What_this_instance_writes_reaches_its_viewers_without_a_request()
    {
        await using var stage = await Stage.OpenAsync(Still with { Busy = TimeSpan.FromMinutes(10) });
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        await using var forAlice = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");
        await using var forBob = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");
        await forBob.NextAsync("presence");
        var turn = (await stage.SayAsync(alice, thread, "average salary")).Turn!.Value;
        stage.Get<TurnCache>().Of(turn).Write();
        await forBob.NextAsync("turn");
        await forAlice.NextAsync("turn");
        using var requests = new StorageRequests(stage.Get<Storage.Tables>());

        for (var piece = 0; piece < 20; piece++)
        {
            await stage.Get<EventLog>().AppendAsync(thread, [ThreadEvent.Token(turn, alice.Id, $$"""{"text":"{{piece}}"}""", [])], default);
            Assert.Equal($"{piece}", (await forAlice.NextAsync("token")).Data.GetProperty("text").GetString());
        }

        // Two streams that asked would make forty requests. The question's own pulse, and streams of a slow machine after seconds, may still ask.
        var made = requests.About(thread.Value, alice.Id.Value, bob.Id.Value).Where(static one => one.StartsWith("GET", StringComparison.Ordinal)).ToList();
        Assert.True(made.Count < 20, string.Join('\n', made));
        Assert.DoesNotContain(forBob.Drain(), static one => one.Kind == "token");
    }

    [Fact]
    public async Task A_thread_is_looked_at_often_only_while_another_instance_speaks_of_a_turn_in_it()
    {
        await using var stage = await Stage.OpenAsync(Still with { Busy = TimeSpan.FromMilliseconds(20), Silent = TimeSpan.FromSeconds(8) });
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        await using var stream = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");
        var turn = (await stage.SayAsync(alice, thread, "average salary")).Turn!.Value;
        await stream.NextAsync("turn");
        using var requests = new TableRequests(stage.Get<Storage.Tables>());

        // Run by another instance, with events.
        await Waiting.UntilAsync(() => requests.Count >= 5);
        // Run by another instance, without events.
        await Waiting.UntilAsync(async () => await SecondAsync() == 0);
        // Run here.
        stage.Get<TurnCache>().Of(turn).Write();
        await stage.Get<EventLog>().AppendAsync(thread, [ThreadEvent.Token(turn, alice.Id, """{"text":"72,000"}""", [])], default);
        await stream.NextAsync("token");

        Assert.InRange(await SecondAsync(), 0, 2);

        async Task<int> SecondAsync()
        {
            requests.Reset();
            await Task.Delay(1_000);
            return requests.Count;
        }
    }

    [Fact]
    public async Task A_pulse_of_another_instance_wakes_the_viewers_of_its_thread()
    {
        await using var stage = await Stage.OpenAsync(Still with { Pulses = TimeSpan.FromMilliseconds(100) });
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (thread, tables, seal) = (await stage.ThreadAsync(alice, bob), stage.Get<Storage.Tables>(), stage.Get<PersonSeal>());
        await using var forBob = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");
        using var pulses = new Pulses(tables, new(), TimeProvider.System);
        using var log = new EventLog(tables, seal, TimeProvider.System, pulses);
        using var messages = new MessageStore(tables, seal, log, TimeProvider.System);
        Assert.True(MessageText.TryParse("from elsewhere", out var text));

        var said = (Appended.Stored)await messages.AppendAsync(await stage.AuthorityAsync(alice), thread, text, null, forAgent: false, default);
        var heard = await forBob.NextAsync("message");
        await log.AppendAsync(thread, [ThreadEvent.Revision(said.Message.Id)], default);

        Assert.Equal("from elsewhere", heard.Data.GetProperty("text").GetString());
        await forBob.NextAsync("revision");
    }

    [Fact]
    public async Task What_another_instance_writes_is_heard_by_all_viewers_of_the_thread()
    {
        await using var stage = await Stage.OpenAsync(new() { Idle = TimeSpan.FromMilliseconds(100), Recheck = TimeSpan.FromMilliseconds(300) });
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        await using var forAlice = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");
        await using var forBob = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");
        await forBob.NextAsync("presence");
        using var other = new EventLog(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), TimeProvider.System, stage.Get<Pulses>());

        for (var i = 0; i < 3; i++)
        {
            var carol = stage.People.Person($"Carol {i}");
            await other.AppendAsync(thread, [ThreadEvent.Presence(new(carol.Id, carol.Name), isHere: true)], default);
            await HeardAsync(forAlice, carol.Name);
            await HeardAsync(forBob, carol.Name);
        }

        static async Task HeardAsync(EventReader stream, string name)
        {
            while ((await stream.NextAsync("presence")).Data.GetRawText() is var data && !data.Contains(name, StringComparison.Ordinal))
            {
            }
        }
    }
}
