using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Onbehalf.Artifacts;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation;
using Onbehalf.Functions.Inbox;
using Onbehalf.Functions.Live;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Live;

public sealed class PersonStreamEndTests
{
    private static readonly StreamTimes Slow = new() { Recheck = TimeSpan.FromMinutes(5), Heartbeat = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Law_8_an_idle_stream_ends_with_its_person()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var live = LiveOf(stage, new() { Recheck = TimeSpan.FromMilliseconds(50), Heartbeat = TimeSpan.FromMilliseconds(50) });
        var stream = live.For(Token(alice), await stage.AuthorityAsync(alice), since: null).ExecuteAsync(new DefaultHttpContext());

        stage.People.Disable(alice);

        await stream.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Law_2_who_was_disabled_a_moment_ago_is_told_of_nothing_more()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        var stream = LiveOf(stage, Slow).For(Token(bob), await stage.AuthorityAsync(bob), since: null).ExecuteAsync(http);

        // The first id says that the stream has caught up.
        await Waiting.UntilAsync(() => Said().Contains("id: ", StringComparison.Ordinal));
        stage.People.Disable(bob);
        await stage.ThreadAsync(alice, bob);
        await stream.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.DoesNotContain("event:", Said(), StringComparison.Ordinal);

        string Said() => Encoding.UTF8.GetString(body.ToArray());
    }

    [Fact]
    public async Task A_thread_whose_members_cannot_be_asked_for_is_not_gone_and_is_told_of_later()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        var quick = new StreamTimes { Recheck = TimeSpan.FromMilliseconds(50), Heartbeat = TimeSpan.FromMilliseconds(50) };
        var stream = LiveOf(stage, quick).For(Token(bob), await stage.AuthorityAsync(bob), since: null).ExecuteAsync(http);
        await Waiting.UntilAsync(() => Said().Contains("id: ", StringComparison.Ordinal));

        await SetDoorAsync(true);
        stage.Get<Pulses>().Touch(thread);
        var later = await stage.ThreadAsync(alice, bob);
        await Waiting.UntilAsync(() => Said().Contains(later.Value, StringComparison.Ordinal));
        var unclear = Said();
        await SetDoorAsync(false);
        await Waiting.UntilAsync(() => Said().Length > unclear.Length && Said()[unclear.Length..].Contains(thread.Value, StringComparison.Ordinal));
        stage.People.Disable(bob);
        await stream.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.DoesNotContain("event: gone", Said(), StringComparison.Ordinal);

        string Said() => Encoding.UTF8.GetString(body.ToArray());

        async Task SetDoorAsync(bool isBehind)
        {
            foreach (var key in (string[])[ThreadKeys.Head, ThreadKeys.Member(bob.Id)])
                await stage.Get<Storage.Tables>().Threads.UpsertEntityAsync(new Azure.Data.Tables.TableEntity(thread.Value, key) { ["Door"] = isBehind });
        }
    }

    private static Caller Token(Subject person) => new(person, CallerProof.BearerToken);

    private static LivePerson LiveOf(Stage stage, StreamTimes times)
    {
        var tables = stage.Get<Storage.Tables>();
        var connections = new RunConnections(
            new([]), new(tables, TimeProvider.System), stage.Get<DelegatedTokens>(), new AutomationStore(tables, stage.Get<PersonSeal>(), TimeProvider.System));
        var inbox = new InboxView(stage.Get<InboxItems>(), stage.Get<ThreadStore>(), new(stage.Get<ArtifactStore>(), stage.Get<ArtifactOpenness>()), connections);
        return new(stage.Get<Authorities>(), stage.Get<Sessions>(), stage.Get<ThreadStore>(), inbox, stage.Get<Pulses>(), times, TimeProvider.System, stage.Get<IHostApplicationLifetime>());
    }
}
