using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.In;

/// <summary>
/// Reads requests of the Events API. A body is parsed only after its signature is verified. Events that are not completely understood are
/// ignored.
/// </summary>
internal sealed class SlackEvents(SlackSwitch slack, TimeProvider time)
{
    private const int LongestChallenge = 512;
    private const int LongestEventId = 64;

    /// <summary>Returns the refusal of an unverified request, or the event.</summary>
    public (string? Refusal, VerifiedSlackEvent? Event) Read(SlackRequest request) =>
        request.WhyNot(slack.Required.SigningSecrets, time.GetUtcNow()) is { } why
            ? (why, null)
            : (
                null,
                ForeignJson.Read(request.Body) is { ValueKind: JsonValueKind.Object } envelope ? Of(envelope) : new VerifiedSlackEvent.Ignored("not-json"));

    private VerifiedSlackEvent Of(JsonElement envelope) =>
        envelope.Text("type") switch
        {
            "url_verification" => envelope.Text("challenge") is { Length: > 0 and <= LongestChallenge } text
                ? new VerifiedSlackEvent.Challenge(text)
                : Ignored("no-challenge"),
            "event_callback" => Delivered(envelope),
            "app_rate_limited" => Ignored("rate-limited"),
            _ => Ignored("unknown-type"),
        };

    private VerifiedSlackEvent Delivered(JsonElement envelope)
    {
        if (SlackEnvelope.Read(envelope, slack.Required.Team) is not { } from)
            return Ignored("foreign-team");
        if (envelope.Text("event_id") is not { Length: > 0 and <= LongestEventId } id || !id.All(char.IsAsciiLetterOrDigit))
            return Ignored("no-event-id");
        if (envelope.Field("event") is not { ValueKind: JsonValueKind.Object } told)
            return Ignored("no-event");
        return told.Text("type") switch
        {
            "message" or "app_mention" => SlackMessageReader.Read(id, from, told),
            "agent_session_stopped" => Stopped(id, from, told),
            "entity_details_requested" => Opened(from, told),
            "user_change" => UserChanged(id, from, told),
            "tokens_revoked" => Revoked(id, from, told),
            "app_uninstalled" => new VerifiedSlackEvent.AppGone(id, from.Team, "app-uninstalled"),
            "member_joined_channel" or "member_left_channel" or "channel_shared" or "channel_unshared" or "channel_archive" or "channel_unarchive"
                or "channel_left" or "group_left" or "group_archive" or "group_unarchive" or "channel_deleted" => Changed(id, from, told),
            _ => Ignored("unknown-event"),
        };
    }

    private static VerifiedSlackEvent Stopped(string id, SlackEnvelope from, JsonElement told) =>
        SlackUserId.TryParse(told.Text("user"), out var user)
        && SlackChannelId.TryParse(told.Text("channel"), out var channel)
        && SlackTs.TryParse(told.Text("thread_ts"), out var root)
            ? new VerifiedSlackEvent.Stopped(id, from.Team, user, channel, root)
            : Ignored("incomplete");

    private static VerifiedSlackEvent Opened(SlackEnvelope from, JsonElement told) =>
        SlackUserId.TryParse(told.Text("user"), out var user)
        && told.Text("trigger_id") is { Length: > 0 and <= 200 } trigger
        && told.Field("external_ref")?.Text("id") is { Length: > 0 and <= 200 } reference
            ? new VerifiedSlackEvent.DetailsRequested(from.Team, user, trigger, reference)
            : Ignored("incomplete");

    private static VerifiedSlackEvent UserChanged(string id, SlackEnvelope from, JsonElement told)
    {
        if (told.Field("user") is not { ValueKind: JsonValueKind.Object } user || !SlackUserId.TryParse(user.Text("id"), out var who))
            return Ignored("incomplete");
        var reason =
            user.IsTrue("deleted") ? "slack-account-deleted"
            : user.IsTrue("is_restricted") || user.IsTrue("is_ultra_restricted") ? "slack-account-is-guest"
            : null;
        return reason is null ? Ignored("no-change") : new VerifiedSlackEvent.UsersGone(id, from.Team, [who], reason);
    }

    private static VerifiedSlackEvent Revoked(string id, SlackEnvelope from, JsonElement told)
    {
        if (told.Field("tokens") is not { ValueKind: JsonValueKind.Object } tokens)
            return Ignored("incomplete");
        if (tokens.Field("bot") is { ValueKind: JsonValueKind.Array } bots && bots.GetArrayLength() > 0)
            return new VerifiedSlackEvent.AppGone(id, from.Team, "bot-token-revoked");
        var users = tokens.Field("oauth") is { ValueKind: JsonValueKind.Array } listed
            ? listed
                .EnumerateArray()
                .Select(static one => one.ValueKind is JsonValueKind.String && SlackUserId.TryParse(one.GetString(), out var user) ? user : (SlackUserId?)null)
                .OfType<SlackUserId>()
                .ToArray()
            : [];
        return users.Length == 0 ? Ignored("no-change") : new VerifiedSlackEvent.UsersGone(id, from.Team, users, "slack-tokens-revoked");
    }

    private static VerifiedSlackEvent Changed(string id, SlackEnvelope from, JsonElement told)
    {
        var named = told.Field("channel") is { ValueKind: JsonValueKind.Object } whole ? whole.Text("id") : told.Text("channel");
        return SlackChannelId.TryParse(named, out var channel)
            ? new VerifiedSlackEvent.ChannelChanged(id, from.Team, channel, told.Text("type") != "member_joined_channel")
            : Ignored("incomplete");
    }

    private static VerifiedSlackEvent.Ignored Ignored(string why) => new(why);
}
