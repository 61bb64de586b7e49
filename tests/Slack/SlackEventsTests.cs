using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Tests.Slack;

/// <summary>T10: only a plain message of a person of this workspace has a speaker, and the speaker is the envelope's.</summary>
public sealed class SlackEventsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static readonly JsonObject Mention = Envelope("""{"type":"app_mention","user":"U0BOB","text":"<@U0BOT> top deals?","ts":"1800000000.000100","channel":"C0DEALS","event_ts":"1800000000.000100"}""");

    [Fact]
    public void A_mention_is_its_authors()
    {
        var said = Assert.IsType<VerifiedSlackEvent.Said>(Read(Mention));

        Assert.Equal(("U0BOB", "C0DEALS", "top deals?", true), (said.Message.User.Value, said.Message.Channel.Value, said.Message.Text.Plain, said.Message.IsAddressed));
        Assert.Equal(said.Message.Ts, said.Message.Root);
    }

    [Theory]
    [InlineData("subtype", "\"file_share\"")]
    [InlineData("subtype", "\"thread_broadcast\"")]
    [InlineData("subtype", "null")]
    [InlineData("user_team", "\"T0TEAM\"")]
    [InlineData("team", "\"T0TEAM\"")]
    [InlineData("thread_ts", "\"1700000000.000001\"")]
    [InlineData("thread_ts", "null")]
    [InlineData("client_msg_id", "\"4f3c\"")]
    [InlineData("files", """[{"id":"F1"}]""")]
    [InlineData("text", "\"<@U0BOT> I am Alice, <@U0ALICE>\"")]
    public void A_plain_message_of_a_person_has_a_speaker(string field, string value)
    {
        var said = Assert.IsType<VerifiedSlackEvent.Said>(Read(With(field, value)));

        Assert.Equal("U0BOB", said.Message.User.Value);
    }

    [Theory]
    [InlineData("user", null, "incomplete")]
    [InlineData("user", "\"bob\"", "incomplete")]
    [InlineData("user", "\"U0BOT\"", "own")]
    [InlineData("ts", "\"1800000000\"", "incomplete")]
    [InlineData("thread_ts", "\"../other\"", "incomplete")]
    [InlineData("thread_ts", "7", "incomplete")]
    [InlineData("channel", "\"C0'; x\"", "incomplete")]
    [InlineData("text", null, "incomplete")]
    [InlineData("bot_id", "\"B1\"", "machine")]
    [InlineData("app_id", "\"A1\"", "machine")]
    [InlineData("bot_profile", "{}", "machine")]
    [InlineData("username", "\"alice\"", "machine")]
    [InlineData("workflow_id", "\"Wf1\"", "machine")]
    [InlineData("subtype", "\"message_changed\"", "subtype")]
    [InlineData("subtype", "\"message_deleted\"", "subtype")]
    [InlineData("subtype", "\"bot_message\"", "subtype")]
    [InlineData("subtype", "\"channel_join\"", "subtype")]
    [InlineData("subtype", "\"me_message\"", "subtype")]
    [InlineData("subtype", "\"\"", "subtype")]
    [InlineData("subtype", "{}", "subtype")]
    [InlineData("edited", """{"user":"U0BOB","ts":"1800000001.000000"}""", "edited")]
    [InlineData("hidden", "true", "edited")]
    [InlineData("user_team", "\"T0OTHER\"", "foreign-user")]
    [InlineData("source_team", "\"T0OTHER\"", "foreign-user")]
    [InlineData("team", "\"T0OTHER\"", "foreign-user")]
    [InlineData("team", "{}", "foreign-user")]
    [InlineData("user_profile", """{"is_restricted":true}""", "guest")]
    [InlineData("user_profile", """{"is_ultra_restricted":true}""", "guest")]
    [InlineData("user_profile", """{"is_stranger":true}""", "guest")]
    [InlineData("user_profile", """{"team":"T0OTHER"}""", "guest")]
    public void Anything_else_has_no_speaker(string field, string? value, string why)
    {
        Assert.Equal(why, Assert.IsType<VerifiedSlackEvent.Ignored>(Read(With(field, value))).Why);
    }

    [Theory]
    [InlineData("team_id", "\"T0OTHER\"", "foreign-team")]
    [InlineData("team_id", null, "foreign-team")]
    [InlineData("authorizations", "[]", "foreign-team")]
    [InlineData("authorizations", """[{"user_id":"U0BOB","is_bot":false}]""", "foreign-team")]
    [InlineData("event_id", null, "no-event-id")]
    [InlineData("event_id", "\"Ev/1\"", "no-event-id")]
    [InlineData("event", "[]", "no-event")]
    [InlineData("type", "\"app_rate_limited\"", "rate-limited")]
    [InlineData("type", "\"surprise\"", "unknown-type")]
    public void An_envelope_of_another_workspace_or_shape_is_ignored(string field, string? value, string why)
    {
        var envelope = (JsonObject)Mention.DeepClone();
        envelope[field] = value is null ? null : JsonNode.Parse(value);

        Assert.Equal(why, Assert.IsType<VerifiedSlackEvent.Ignored>(Read(envelope)).Why);
    }

    [Fact]
    public void All_workspaces_of_an_organisation_are_one_installation()
    {
        var envelope = (JsonObject)With("user", "\"W0BOB\"");
        envelope["authorizations"]![0]!["enterprise_id"] = "E0ORG";
        envelope["event"]!["user_team"] = "E0ORG";

        var said = Assert.IsType<VerifiedSlackEvent.Said>(Read(envelope, "E0ORG"));

        Assert.Equal(("E0ORG", "W0BOB"), (said.Message.Team.Value, said.Message.User.Value));
        Assert.IsType<VerifiedSlackEvent.Ignored>(Read(envelope, "E0OTHER"));
    }

    [Theory]
    [InlineData("E0ORG", "Said")]
    [InlineData("T0TEAM", "Ignored")]
    public void In_an_organisation_a_person_of_another_workspace_speaks_and_is_looked_up(string installed, string kind)
    {
        var envelope = (JsonObject)With("user_team", "\"T0SECOND\"");
        envelope["authorizations"]![0]!["enterprise_id"] = "E0ORG";

        Assert.Equal(kind, Read(envelope, installed).GetType().Name);
    }

    [Theory]
    [InlineData("<@U0BOT>", "Empty")]
    [InlineData("<@U0BOT> \\u202e\\u0000", "Empty")]
    [InlineData("<@U0BOT> \\u202ewhat", "")]
    [InlineData("LONG", "TooLong")]
    public void A_mention_that_asks_nothing_that_can_be_answered_is_refused(string text, string refusal)
    {
        var read = Read(With("text", $"\"{(text == "LONG" ? $"<@U0BOT> {new string('x', 39_000)}" : text)}\""));

        Assert.Equal(refusal, (read as VerifiedSlackEvent.Unanswerable)?.Why.ToString() ?? "");
    }

    [Fact]
    public void A_channel_that_another_organisation_reads_gets_no_answer()
    {
        var envelope = (JsonObject)Mention.DeepClone();
        envelope["is_ext_shared_channel"] = true;

        Assert.Equal(SlackRefusal.SharedChannel, Assert.IsType<VerifiedSlackEvent.Unanswerable>(Read(envelope)).Why);
    }

    [Theory]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":["U0BOB","U0ALICE"]}}""", "UsersGone slack-tokens-revoked U0BOB U0ALICE")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["U0BOT"]}}""", "AppGone bot-token-revoked")]
    [InlineData("""{"type":"tokens_revoked","tokens":{"oauth":[7]}}""", "Ignored no-change")]
    [InlineData("""{"type":"app_uninstalled"}""", "AppGone app-uninstalled")]
    [InlineData("""{"type":"user_change","user":{"id":"U0BOB","deleted":true}}""", "UsersGone slack-account-deleted U0BOB")]
    [InlineData("""{"type":"user_change","user":{"id":"U0BOB","is_restricted":true}}""", "UsersGone slack-account-is-guest U0BOB")]
    [InlineData("""{"type":"user_change","user":{"id":"U0BOB","deleted":false}}""", "Ignored no-change")]
    [InlineData("""{"type":"agent_session_stopped","user":"U0BOB","channel":"C0DEALS","thread_ts":"1800000000.000100"}""", "Stopped U0BOB")]
    [InlineData("""{"type":"agent_session_stopped","user":"U0BOB","channel":"C0DEALS"}""", "Ignored incomplete")]
    [InlineData("""{"type":"channel_archive","channel":"C0DEALS"}""", "ChannelChanged C0DEALS")]
    [InlineData("""{"type":"channel_shared","channel":"C0DEALS"}""", "ChannelChanged C0DEALS")]
    [InlineData("""{"type":"member_left_channel","user":"U0BOB","channel":"C0DEALS"}""", "ChannelChanged C0DEALS")]
    [InlineData("""{"type":"reaction_added"}""", "Ignored unknown-event")]
    public void What_ends_a_link_or_changes_a_channel_is_told_apart(string told, string expected)
    {
        Assert.Equal(expected, Read(Envelope(told)) switch
        {
            VerifiedSlackEvent.UsersGone gone => $"UsersGone {gone.Reason} {string.Join(' ', gone.Users)}",
            VerifiedSlackEvent.AppGone gone => $"AppGone {gone.Reason}",
            VerifiedSlackEvent.Stopped stopped => $"Stopped {stopped.User}",
            VerifiedSlackEvent.ChannelChanged changed => $"ChannelChanged {changed.Channel}",
            VerifiedSlackEvent.Ignored ignored => $"Ignored {ignored.Why}",
            var other => other.ToString(),
        });
    }

    [Theory]
    [InlineData("<@U0BOT> hi", "hi", true, false)]
    [InlineData("ask <@U0ALICE|alice>", "ask @alice", false, true)]
    [InlineData("<!channel> look", "@channel look", false, true)]
    [InlineData("see <#C1|deals>", "see #deals", false, false)]
    [InlineData("<https://evil.example|https://good.example>", "https://good.example (https://evil.example)", false, false)]
    [InlineData("<https://good.example>", "https://good.example", false, false)]
    [InlineData("<http://asp.net|asp.net> and <mailto:a@b.example|a@b.example>", "asp.net and a@b.example", false, false)]
    [InlineData("by <!date^1392734382^{date_short}|Feb 18, 2014>", "by Feb 18, 2014", false, false)]
    [InlineData("`<@U0BOT>` in code", "`@U0BOT` in code", false, false)]
    [InlineData("```<@U0BOT>``` in code", "```@U0BOT``` in code", false, false)]
    [InlineData("&lt;@U0BOT&gt; &amp; co", "<@U0BOT> & co", false, false)]
    [InlineData("5 < 6 and 7 > 6", "5 < 6 and 7 > 6", false, false)]
    [InlineData("one ` backtick <@U0BOT>", "one ` backtick", true, false)]
    public void Markup_is_read_and_a_mention_in_code_is_none(string text, string plain, bool namesAgent, bool namesOthers)
    {
        var read = SlackText.Read(text, SlackUserId.Parse("U0BOT"));

        Assert.Equal((plain, namesAgent, namesOthers), (read.Plain, read.NamesAgent, read.NamesOthers));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"type":"event_callback","type":"url_verification","challenge":"x"}""")]
    public void A_signed_body_that_cannot_be_read_in_one_way_is_ignored(string body) => Assert.IsType<VerifiedSlackEvent.Ignored>(ReadText(body));

    [Fact]
    public void The_address_is_proven_only_after_the_signature() =>
        Assert.Equal("c7", Assert.IsType<VerifiedSlackEvent.Challenge>(ReadText("""{"type":"url_verification","challenge":"c7"}""")).Text);

    private static JsonObject Envelope(string told) => new()
    {
        ["type"] = "event_callback",
        ["team_id"] = "T0TEAM",
        ["event_id"] = "Ev1",
        ["authorizations"] = new JsonArray(new JsonObject { ["team_id"] = "T0TEAM", ["user_id"] = "U0BOT", ["is_bot"] = true }),
        ["event"] = JsonNode.Parse(told),
    };

    private static JsonObject With(string field, string? value)
    {
        var envelope = (JsonObject)Mention.DeepClone();
        if (value is null)
            envelope["event"]!.AsObject().Remove(field);
        else
            envelope["event"]![field] = JsonNode.Parse(value);
        return envelope;
    }

    private static VerifiedSlackEvent Read(JsonObject envelope, string team = "T0TEAM") => ReadText(envelope.ToJsonString(), team);

    private static VerifiedSlackEvent ReadText(string body, string team = "T0TEAM")
    {
        var workspace = SlackWorkspace.From(new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_SLACK_TEAM", team), new("ONBEHALF_SLACK_SIGNING_SECRET", Secret)]).Build());
        var stamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{stamp}:{body}"));
        var (refusal, told) = new SlackEvents(new(workspace), TimeProvider.System).Read(new(stamp, "v0=" + Convert.ToHexStringLower(mac), Encoding.UTF8.GetBytes(body)));
        Assert.Null(refusal);
        return told!;
    }
}
