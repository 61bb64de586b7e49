using System.Text;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Artifacts;
using Onbehalf.Functions.Live;
using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Live;

/// <summary>A stream ends with the browser session that opened it.</summary>
public sealed class SignedOutStreamTests
{
    private const string SessionOfBob = "5e55";

    private static readonly StreamTimes Slow = new() { Recheck = TimeSpan.FromMinutes(5), Heartbeat = TimeSpan.FromMinutes(5), Idle = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Signing_out_ends_every_open_stream_of_the_session_at_once()
    {
        await using var stage = await Stage.OpenAsync(Slow);
        var (bob, caller) = await BobAsync(stage);
        var thread = await stage.ThreadAsync(bob);
        var artifact = (await stage.CallAsync(bob, HttpMethod.Post, "/api/artifacts", new { kind = "list", title = "list", threadId = thread.Value })).GetProperty("id").GetString()!;
        var authority = await stage.AuthorityAsync(bob);
        var opened = await stage.Get<ArtifactStore>().FindAsync(authority, Ids.ArtifactId.Parse(artifact), default);
        var me = await stage.Get<ThreadStore>().FindMemberAsync(bob.Id, thread, default);
        IResult[] streams =
        [
            stage.Get<LiveThread>().For(caller, authority, thread, me!, 0),
            stage.Get<LiveArtifacts>().For(caller, authority, opened!, opened!.Head.Seq),
            LiveOf(stage).For(caller, authority, since: null),
        ];

        var running = Task.WhenAll(streams.Select(static stream => stream.ExecuteAsync(new DefaultHttpContext())));
        await stage.Get<Sessions>().EndAsync(new(SessionOfBob, bob, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow), default);

        await running.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Law_2_who_signed_out_at_another_instance_is_told_of_nothing_more()
    {
        await using var stage = await Stage.OpenAsync(Slow with { Recheck = TimeSpan.Zero });
        var (bob, caller) = await BobAsync(stage);
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice, bob);
        var authority = await stage.AuthorityAsync(bob);
        var me = await stage.Get<ThreadStore>().FindMemberAsync(bob.Id, thread, default);
        var (inThread, ofLists) = (new DefaultHttpContext(), new DefaultHttpContext());
        using var said = new MemoryStream();
        using var told = new MemoryStream();
        (inThread.Response.Body, ofLists.Response.Body) = (said, told);
        var last = await stage.Get<EventLog>().LastAsync(thread, default);

        var running = Task.WhenAll(
            stage.Get<LiveThread>().For(caller, authority, thread, me!, last).ExecuteAsync(inThread),
            LiveOf(stage).For(caller, authority, since: null).ExecuteAsync(ofLists));
        await Waiting.UntilAsync(() => Text(told).Contains("id: ", StringComparison.Ordinal));
        await stage.Get<Storage.Tables>().Sessions.DeleteEntityAsync(SessionOfBob, Session.RowKey);
        // A new stream begins with the changes of the last seconds.
        var before = Text(told).Length;
        await stage.SayAsync(alice, thread, "not for him", forAgent: false);
        await running.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.DoesNotContain("not for him", Text(said), StringComparison.Ordinal);
        Assert.DoesNotContain("event:", Text(told)[before..], StringComparison.Ordinal);

        static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.ToArray());
    }

    private static async Task<(Subject Bob, Caller Caller)> BobAsync(Stage stage)
    {
        var bob = stage.People.Person("Bob");
        var sessions = stage.Get<Storage.Tables>().Sessions;
        await sessions.CreateIfNotExistsAsync();
        await sessions.UpsertEntityAsync(new Session(SessionOfBob, bob, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow).ToRow(), TableUpdateMode.Replace);
        return (bob, new(bob, CallerProof.BrowserSession, SessionOfBob));
    }

    private static LivePerson LiveOf(Stage stage) => new(
        stage.Get<Authorities>(), stage.Get<Sessions>(), stage.Get<ThreadStore>(), null!, stage.Get<Pulses>(), stage.Get<StreamTimes>(), TimeProvider.System, stage.Get<IHostApplicationLifetime>());
}
