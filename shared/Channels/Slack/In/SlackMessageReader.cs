using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Threads;

namespace Onbehalf.Channels.Slack.In;

/// <summary>Finds the speaker of a message event: the author of a plain message in this workspace, or nobody.</summary>
internal static class SlackMessageReader
{
    private static readonly string[] OfMachines = ["bot_id", "app_id", "bot_profile", "username", "workflow_id"];
    private static readonly string[] OfTeams = ["team", "user_team", "source_team"];

    public static VerifiedSlackEvent Read(string id, SlackEnvelope from, JsonElement told)
    {
        if (WhyNobody(from, told) is { } why)
            return new VerifiedSlackEvent.Ignored(why);
        if (!SlackUserId.TryParse(told.Text("user"), out var user)
            || !SlackChannelId.TryParse(told.Text("channel"), out var channel)
            || !SlackTs.TryParse(told.Text("ts"), out var ts)
            || told.Text("text") is not { } text)
            return new VerifiedSlackEvent.Ignored("incomplete");
        if (user == from.Agent)
            return new VerifiedSlackEvent.Ignored("own");
        var root = ts;
        if (told.Field("thread_ts") is { ValueKind: not JsonValueKind.Null } && !SlackTs.TryParse(told.Text("thread_ts"), out root))
            return new VerifiedSlackEvent.Ignored("incomplete");
        var kind = channel.Value.StartsWith('D') ? SlackChannelKind.Direct : SlackChannelKind.Channel;
        var said = new SlackMessage(
            from.Team, user, channel, ts, root, kind, SlackText.Read(text.Length <= SlackText.Longest ? text : text[..SlackText.Longest], from.Agent));
        return said.IsAddressed && Refusal(from, told, said) is { } refusal
            ? new VerifiedSlackEvent.Unanswerable(id, said, refusal)
            : new VerifiedSlackEvent.Said(id, said);
    }

    private static string? WhyNobody(SlackEnvelope from, JsonElement told)
    {
        if (told.Text("subtype") is { } subtype
                ? subtype is not ("file_share" or "thread_broadcast")
                : told.Field("subtype") is { ValueKind: not JsonValueKind.Null })
            return "subtype";
        if (OfMachines.Any(name => told.Field(name) is { ValueKind: not JsonValueKind.Null }))
            return "machine";
        if (told.Field("edited") is { ValueKind: not JsonValueKind.Null } || told.IsTrue("hidden"))
            return "edited";
        if (!OfTeams.All(name => from.IsHome(told, name)))
            return "foreign-user";
        // Slack includes the author's profile in some events. Other authors are looked up before a turn starts.
        if (told.Field("user_profile") is { ValueKind: JsonValueKind.Object } profile
            && (profile.IsTrue("is_restricted") || profile.IsTrue("is_ultra_restricted") || profile.IsTrue("is_stranger") || !from.IsHome(profile, "team")))
            return "guest";
        return null;
    }

    private static SlackRefusal? Refusal(SlackEnvelope from, JsonElement told, SlackMessage said) =>
        from.IsShared ? SlackRefusal.SharedChannel
        : told.Text("channel_type") == "mpim" ? SlackRefusal.GroupMessage
        : MessageText.TryParse(said.Text.Plain, out _) ? null
        : said.Text.Plain.Length > MessageText.MaxLength ? SlackRefusal.TooLong
        : SlackRefusal.Empty;
}

/// <summary>The envelope of an event: the installation that it is for, and the agent's user id there.</summary>
/// <param name="Team">The team of the installation.</param>
/// <param name="Workspace">The workspace of the event: the team itself, or a workspace of the organisation.</param>
/// <param name="IsShared">True for Slack Connect: people of another organisation are in the channel.</param>
internal sealed record SlackEnvelope(SlackTeamId Team, SlackTeamId Workspace, SlackUserId Agent, bool IsShared)
{
    /// <summary>Returns null for an event of another workspace, even when the same app is installed there.</summary>
    public static SlackEnvelope? Read(JsonElement envelope, SlackTeamId installed)
    {
        if (!SlackTeamId.TryParse(envelope.Text("team_id"), out var workspace)
            || envelope.Field("authorizations") is not { ValueKind: JsonValueKind.Array } authorizations
            || authorizations.GetArrayLength() == 0
            || authorizations[0] is not { ValueKind: JsonValueKind.Object } first
            || first.Field("is_bot") is not { ValueKind: JsonValueKind.True }
            || !SlackUserId.TryParse(first.Text("user_id"), out var agent))
            return null;
        var isOurs = workspace == installed
            || (SlackTeamId.TryParse(first.Text("enterprise_id"), out var enterprise) && enterprise == installed);
        return isOurs ? new(installed, workspace, agent, envelope.Field("is_ext_shared_channel") is { ValueKind: JsonValueKind.True }) : null;
    }

    /// <summary>
    /// Returns whether a team id in an event, if present, can belong to the installation. In an organisation, people of other workspaces
    /// write, too. Whether a workspace belongs to the organisation is looked up with the user.
    /// </summary>
    public bool IsHome(JsonElement told, string name) =>
        told.Field(name) switch
        {
            null or { ValueKind: JsonValueKind.Null } => true,
            { ValueKind: JsonValueKind.String } text => text.GetString() == Workspace.Value
                || text.GetString() == Team.Value
                || (Team.IsOrganisation && SlackTeamId.TryParse(text.GetString(), out _)),
            _ => false,
        };
}
