using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;

namespace Onbehalf.Channels.Slack.In;

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
