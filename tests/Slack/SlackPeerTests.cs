using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Slack;

/// <summary>Checked by Slack's own libraries: its client against the fake, its types against our requests, its receiver against our signature check.</summary>
public sealed class SlackPeerTests
{
    private const string Secret = "a-signing-secret-of-32-characters";

    private static readonly Uri Web = new("https://onbehalf.example/threads/t1");

    [Fact]
    public async Task Slacks_own_client_and_its_streamer_can_work_with_the_fake()
    {
        await using var slack = await FakeSlack.StartAsync();
        var bob = slack.Person("bob");
        var direct = slack.Direct(bob);
        var thread = slack.Say(bob, direct, "hello").Message.Ts;

        var said = JsonNode.Parse(await NodePeers.RunAsync("node", "drive.mjs", slack.ApiUrl, FakeSlack.BotToken, direct.Id, thread, bob.Id, slack.Team))!;

        Assert.Equal("B0BOT", $"{said["bot"]}");
        Assert.Equal([bob.Id, slack.Bot.Id], said["members"]!.AsArray().Select(static one => $"{one}"));
        Assert.Equal(["", "k1"], said["keys"]!.AsArray().Select(static one => $"{one}"));
        Assert.Equal("channel_not_found", $"{said["refusal"]}");
        var streamed = slack.Messages.Single(one => one.Ts == $"{said["stream"]}");
        Assert.Equal(("streamed by the ChatStreamer", "look: complete", null), (streamed.Text, streamed.Tasks["t1"], streamed.StreamingSince));
        Assert.Equal("active", slack.Sessions[(direct.Id, thread)]);
    }

    [Fact]
    public async Task Everything_that_we_can_send_is_of_Slacks_own_types()
    {
        SlackPost[] posts =
        [
            .. SlackReplies.Sample(60).SelectMany(static open => AnswerShown.Of(open, Web).Concat(AnswerShown.Rest(open, Web))),
            SlackNotes.Card(SlackUserId.Parse("U1"), DateTimeOffset.UnixEpoch, "r1", Web),
            SlackNotes.Pointer(Web, "r1"),
            SlackNotes.Pointer(Web, null),
            SlackNotes.SignIn(Web),
            SlackNotes.Refusal("No."),
            SlackNotes.Confirm(Web),
            SlackNotes.Confirm(new("Change a row", "company: deals", "everybody", [new("amount", "1", "2")], [], "d"), DateTimeOffset.UnixEpoch, "C1 1.000001 c h", Web)!,
            .. SlackNotes.Typed("Alice", "hello"),
        ];
        SlackChunk[] chunks = [new SlackChunk.Words("x"), .. Enum.GetValues<SlackStepStatus>().Select(static status => new SlackChunk.Step("c1", "look", status))];
        var pane = ((SlackPane.Shown)SlackNotes.Pane("r1", Web, "Answer for Bob", "**x**")).Entity;
        var work = await NodePeers.FolderAsync();
        await File.WriteAllTextAsync(Path.Combine(work, "payloads.ts"), $$"""
            import type { AnyChunk, EntityMetadata, KnownBlock } from '@slack/types';
            import type { ChatPostMessageArguments } from '@slack/web-api';
            export const blocks: KnownBlock[][] = {{Shapes(posts.Select(static post => Json(post.Blocks.ToArray())))}};
            export const chunks: AnyChunk[] = {{Json(chunks).ToJsonString()}};
            export const entities: EntityMetadata[] = [{{Json(posts.Single(static post => post.Entity is not null).Entity!).ToJsonString()}}, {{Json(pane).ToJsonString()}}];
            export const post: ChatPostMessageArguments = { channel: 'C1', text: 'x', blocks: blocks[0], metadata: { event_type: 'e', event_payload: { key: 'k' }, entities }, unfurl_links: false, unfurl_media: false };
            """);

        await NodePeers.RunAsync("node", Path.Combine("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json");
    }

    /// <summary>Bolt answers 401 where it does not believe. The one difference: it takes any time in the future, so that a stolen request is good for longer.</summary>
    [Fact]
    public async Task What_Bolt_does_not_believe_we_do_not_believe_either()
    {
        using var bolt = await PeerAsync("bolt.mjs", Secret);
        var address = new Uri($"http://127.0.0.1:{await bolt.StandardOutput.ReadLineAsync()}/slack/events");
        using var http = new HttpClient();
        var verdicts = new List<string>();

        foreach (var (name, request) in Requests())
        {
            var ours = request.WhyNot([new SecretText(Secret)], DateTimeOffset.UtcNow) is null;
            var theirs = await BelievedByBoltAsync(http, address, request);
            verdicts.Add($"{name}: we {(ours ? "believe" : "refuse")}, Bolt {(theirs ? "believes" : "refuses")}");
        }

        bolt.StandardInput.Close();
        await bolt.WaitForExitAsync();

        Assert.Equal(
            [
                "an event: we believe, Bolt believes",
                "a form: we believe, Bolt believes",
                "a signature with one digit off: we refuse, Bolt refuses",
                "a body with one byte more: we refuse, Bolt refuses",
                "JSON written anew: we refuse, Bolt refuses",
                "another secret: we refuse, Bolt refuses",
                "301 seconds ago: we refuse, Bolt refuses",
                "in 301 seconds: we refuse, Bolt believes",
                "no time: we refuse, Bolt refuses",
                "a time that is no number: we refuse, Bolt refuses",
                "no signature: we refuse, Bolt refuses",
                "another version: we refuse, Bolt refuses",
            ],
            verdicts);
    }

    [Fact]
    public async Task Slacks_own_socket_client_can_work_with_the_fake()
    {
        await using var slack = await FakeSlack.StartAsync();
        var bob = slack.Person("bob");
        using var peer = await PeerAsync("socket.mjs", slack.ApiUrl, FakeSlack.AppToken);
        await Waiting.UntilAsync(() => slack.Lines.Count == 1);

        var sent = await slack.PushAsync("events_api", slack.Say(bob, slack.Channel("deals", FakeChannelKind.Public, bob), $"<@{slack.Bot.Id}> top deals?").Events[0]);
        var heard = await peer.StandardOutput.ReadLineAsync();
        await Waiting.UntilAsync(() => slack.Acknowledged.Count == 1);
        peer.StandardInput.Close();
        await peer.WaitForExitAsync();

        Assert.Equal($"<@{slack.Bot.Id}> top deals?", heard);
        Assert.Equal(sent, Assert.Single(slack.Acknowledged));
    }

    private static IEnumerable<(string Name, SlackRequest Request)> Requests()
    {
        var body = """{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_mention","user":"U2","text":"x","ts":"1.000001","channel":"C1"}}""";
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var good = Signed(body, now);
        yield return ("an event", good);
        yield return ("a form", Signed("payload=" + Uri.EscapeDataString("""{"type":"block_actions","team":{"id":"T1"},"user":{"id":"U2"},"actions":[{"type":"button","action_id":"a"}]}"""), now));
        yield return ("a signature with one digit off", good with { Signature = good.Signature![..^1] + (good.Signature[^1] == '0' ? '1' : '0') });
        yield return ("a body with one byte more", good with { Body = Encoding.UTF8.GetBytes(body + " ") });
        yield return ("JSON written anew", good with { Body = Encoding.UTF8.GetBytes(JsonNode.Parse(body)!.ToJsonString(new() { WriteIndented = true })) });
        yield return ("another secret", Signed(body, now, "another-secret-of-32-characters!"));
        yield return ("301 seconds ago", Signed(body, now - 301));
        yield return ("in 301 seconds", Signed(body, now + 310));
        yield return ("no time", good with { Timestamp = null });
        yield return ("a time that is no number", good with { Timestamp = "soon" });
        yield return ("no signature", good with { Signature = null });
        yield return ("another version", good with { Signature = "v1" + good.Signature[2..] });
    }

    private static SlackRequest Signed(string body, long at, string secret = Secret)
    {
        var (bytes, timestamp) = (Encoding.UTF8.GetBytes(body), at.ToString(CultureInfo.InvariantCulture));
        return new(timestamp, FakeSender.Signature(secret, timestamp, bytes), bytes);
    }

    private static async Task<bool> BelievedByBoltAsync(HttpClient http, Uri address, SlackRequest request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, address);
        message.Content = new ByteArrayContent(request.Body.ToArray());
        message.Content.Headers.ContentType = new(request.Body.Span[0] == (byte)'{' ? "application/json" : "application/x-www-form-urlencoded");
        if (request.Timestamp is { } timestamp)
            message.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        if (request.Signature is { } signature)
            message.Headers.Add("X-Slack-Signature", signature);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var response = await http.SendAsync(message, limit.Token);
        return response.StatusCode is not HttpStatusCode.Unauthorized;
    }

    private static async Task<Process> PeerAsync(params string[] script) => Process.Start(new ProcessStartInfo("node", script)
    {
        WorkingDirectory = await NodePeers.FolderAsync(),
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, SlackForm.Json)!;

    /// <summary>Each shape once, with short texts and few rows: types do not depend on them.</summary>
    private static string Shapes(IEnumerable<JsonNode> nodes) => $"[{string.Join(",\n", nodes.Select(static node => Short(node)!.ToJsonString()).Distinct(StringComparer.Ordinal))}]";

    private static JsonNode? Short(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(static one => KeyValuePair.Create(one.Key, one.Key is "type" or "style" or "align" ? one.Value?.DeepClone() : Short(one.Value)))),
        JsonArray items => new JsonArray([.. items.Take(3).Select(Short)]),
        JsonValue value when value.TryGetValue<string>(out _) => "x",
        _ => node?.DeepClone(),
    };
}
