using System.Net;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Artifacts;

/// <summary>T41 for artifacts: the app dies as in a power cut while edits arrive.</summary>
public sealed class OpCrashTests
{
    private const int Senders = 6;
    private const int Each = 6;
    private const int BeforeTheEnd = 9;

    private int _accepted;
    private int _cut;

    [Fact]
    public async Task T41_edits_that_are_sent_again_after_a_kill_are_in_the_log_exactly_once()
    {
        await using var app = await AppProcess.StartAsync();
        var alice = await app.InBrowserAsync("alice");
        var id = (await alice.SendAsync("POST", "api/artifacts", new { kind = "list", title = "Launch" })).Ok().At("id")!;

        var sent = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => SendAsync(alice, id, sender)));
        while (Volatile.Read(ref _accepted) < BeforeTheEnd)
            await Task.Delay(1);
        await app.KillAsync();
        await app.StartAgainAsync();
        var seqs = (await sent).SelectMany(static one => one).Order().ToArray();

        var list = (await alice.SendAsync("GET", $"api/artifacts/{id}")).Ok();
        var items = list.GetProperty("items").EnumerateArray().Select(static one => one.At("id")!).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(2, Senders * Each).Select(static n => (long)n), seqs);
        Assert.Equal(seqs[^1], list.GetProperty("seq").GetInt64());
        Assert.Equal(
            Enumerable.Range(0, Senders).SelectMany(static sender => Enumerable.Range(0, Each).SelectMany(n => new[] { $"a{sender}-{n}", $"b{sender}-{n}" })).Order(StringComparer.Ordinal),
            items);
        Assert.True(_cut > 0, "Nothing was sent at the moment of the kill.");
    }

    private async Task<List<long>> SendAsync(HttpClient alice, string id, int sender)
    {
        var seqs = new List<long>();
        for (var n = 0; n < Each; n++)
        {
            var ops = Ops.Json($$"""[{"op":"add","item":"a{{sender}}-{{n}}","order":"a0"},{"op":"add","item":"b{{sender}}-{{n}}","order":"a1"}]""");
            seqs.Add(await SendAsync(alice, id, new { baseSeq = 1, opId = $"op-{sender}-{n}", ops }));
            Interlocked.Increment(ref _accepted);
        }

        return seqs;
    }

    private async Task<long> SendAsync(HttpClient alice, string id, object body)
    {
        while (true)
        {
            try
            {
                var answer = await alice.SendAsync("POST", $"api/artifacts/{id}/ops", body);
                if (answer.Status is not HttpStatusCode.ServiceUnavailable)
                    return answer.Ok().GetProperty("seq").GetInt64();
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException)
            {
                Interlocked.Increment(ref _cut);
            }

            await Task.Delay(50);
        }
    }
}
