using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity.Directories;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>Parses the responses of Slack's methods. Null when a required member is missing.</summary>
internal static class SlackAnswers
{
    public static SlackNone None(JsonElement answer) => default;

    public static SlackBot? Bot(JsonElement answer) =>
        SlackTeamId.TryParse(answer.Text("team_id"), out var team)
        && SlackUserId.TryParse(answer.Text("user_id"), out var user)
        && answer.Text("bot_id") is { Length: > 0 } bot
            ? new(team, user, bot, SlackTeamId.TryParse(answer.Text("enterprise_id"), out var enterprise) ? enterprise : null)
            : null;

    public static SlackPosted? Posted(JsonElement answer) =>
        SlackChannelId.TryParse(answer.Text("channel"), out var channel) && SlackTs.TryParse(answer.Text("ts"), out var ts) ? new(channel, ts) : null;

    public static SlackChannelId Opened(JsonElement answer) => SlackChannelId.Parse(answer.Field("channel")?.Text("id") ?? "");

    public static Uri? Link(JsonElement answer) => Uri.TryCreate(answer.Text("permalink"), UriKind.Absolute, out var address) ? address : null;

    public static (ImmutableArray<SlackUserId> Members, string? Next) Members(JsonElement answer) =>
        (
            [
                .. Items(answer, "members")
                    .Where(static one => one.ValueKind is JsonValueKind.String)
                    .SelectMany(static one => SlackUserId.TryParse(one.GetString(), out var id) ? new[] { id } : []),
            ],
            answer.Field("response_metadata")?.Text("next_cursor") is { Length: > 0 } next ? next : null);

    public static SlackChannelState? Channel(JsonElement answer) =>
        answer.Field("channel") is { } channel && SlackChannelId.TryParse(channel.Text("id"), out var id)
            ? new(id)
            {
                IsGroupDirect = channel.IsTrue("is_mpim"),
                IsPrivate = channel.IsTrue("is_private") || channel.IsTrue("is_im") || channel.IsTrue("is_mpim"),
                IsArchived = channel.IsTrue("is_archived"),
                IsShared = channel.IsTrue("is_ext_shared") || channel.IsTrue("is_pending_ext_shared") || Items(channel, "pending_connected_team_ids").Any(),
            }
            : null;

    public static SlackPerson? Person(JsonElement answer) =>
        answer.Field("user") is { } user && SlackUserId.TryParse(user.Text("id"), out var id)
            ? new(id, SlackTeamId.TryParse(user.Text("team_id"), out var team) ? team : null, Name(user))
            {
                IsBot = user.IsTrue("is_bot") || user.IsTrue("is_workflow_bot") || id.Value == "USLACKBOT",
                IsDeleted = user.IsTrue("deleted"),
                IsGuest = user.IsTrue("is_restricted") || user.IsTrue("is_ultra_restricted"),
                IsStranger = user.IsTrue("is_stranger"),
                IsOwner = !(user.IsFalse("is_owner") && user.IsFalse("is_primary_owner")
                    && (user.Field("enterprise_user") is not { } member || (member.IsFalse("is_owner") && member.IsFalse("is_admin")))),
                Enterprise = user.Field("enterprise_user") is { } of && SlackTeamId.TryParse(of.Text("enterprise_id"), out var enterprise) ? enterprise : null,
            }
            : null;

    public static ImmutableArray<SlackThreadMessage> OwnMessages(JsonElement answer, string botId, string eventType) =>
    [
        .. Items(answer, "messages")
            .Where(message => message.Text("bot_id") == botId && SlackTs.TryParse(message.Text("ts"), out _))
            .Select(message => new SlackThreadMessage(SlackTs.Parse(message.Text("ts")!), Key(message, eventType), message.Text("text") ?? "")),
    ];

    private static string? Key(JsonElement message, string eventType) =>
        message.Field("metadata") is { } metadata && metadata.Text("event_type") == eventType ? metadata.Field("event_payload")?.Text("key") : null;

    private static string Name(JsonElement user) =>
        user.Field("profile")?.Text("display_name") is { Length: > 0 } shown ? shown : user.Text("real_name") ?? user.Text("name") ?? user.Text("id")!;

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
}

/// <summary>The bot of the token, as <c>auth.test</c> returns it.</summary>
internal sealed record SlackBot(SlackTeamId Team, SlackUserId User, string BotId, SlackTeamId? Enterprise);

/// <summary>A channel as <c>conversations.info</c> describes it.</summary>
internal sealed record SlackChannelState(SlackChannelId Id)
{
    public bool IsGroupDirect { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>True when the channel is shared by Slack Connect, or a share is pending.</summary>
    public bool IsShared { get; init; }
}

/// <summary>The value of a call without a result.</summary>
internal readonly record struct SlackNone;

/// <summary>A user as <c>users.info</c> describes them. Guests, bots, strangers from another workspace and deactivated users may not act.</summary>
internal sealed record SlackPerson(SlackUserId Id, SlackTeamId? Team, string Name)
{
    public bool IsBot { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>A single-channel or multi-channel guest.</summary>
    public bool IsGuest { get; init; }

    /// <summary>From another workspace, through a shared channel.</summary>
    public bool IsStranger { get; init; }

    /// <summary>
    /// An owner of the workspace, or an owner or admin of the organisation. They can sign in with an e-mail address and a password although
    /// single sign-on is required. True when Slack does not say otherwise.
    /// </summary>
    public bool IsOwner { get; init; }

    /// <summary>The organisation of their workspace.</summary>
    public SlackTeamId? Enterprise { get; init; }

    /// <summary>
    /// Returns whether the user belongs to the workspace or organisation. This check is needed because Slack does not report a user as a
    /// stranger when they share a channel with the workspace.
    /// </summary>
    public bool IsOf(SlackTeamId team) => Team == team || Enterprise == team;

    public bool MayAct => !IsBot && !IsDeleted && !IsGuest && !IsStranger;
}

/// <summary>A message that was posted to Slack.</summary>
internal sealed record SlackPosted(SlackChannelId Channel, SlackTs Ts);

/// <summary>The status of an agent session. <see cref="Processing"/> shows Slack's Stop button.</summary>
internal enum SlackSessionStatus
{
    Active,
    Processing,
}

/// <summary>A message of the bot that was found in Slack. It is identified by its key, or by its text when it has no key.</summary>
internal sealed record SlackThreadMessage(SlackTs Ts, string? Key, string Text);
