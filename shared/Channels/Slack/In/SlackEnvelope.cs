using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;

namespace Onbehalf.Channels.Slack.In;

/// <summary>The outer part of an event: for which installation it is, and who the agent is there.</summary>
/// <param name="Team">Of the installation.</param>
/// <param name="Workspace">Where it happened: the same, or a workspace of the organisation.</param>
/// <param name="IsShared">Slack Connect: people of another organisation are in the channel.</param>
internal sealed record SlackEnvelope(SlackTeamId Team, SlackTeamId Workspace, SlackUserId Agent, bool IsShared)
{
    /// <summary>Null for an event of another workspace, even when the same app is installed there.</summary>
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
    /// Whether a team id in an event, where there is one, can be that of the installation. In an organisation people of other workspaces write too;
    /// whose a workspace is, is looked up with its user.
    /// </summary>
    public bool IsHome(JsonElement told, string name) => told.Field(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => true,
        { ValueKind: JsonValueKind.String } text => text.GetString() == Workspace.Value || text.GetString() == Team.Value || (Team.IsOrganisation && SlackTeamId.TryParse(text.GetString(), out _)),
        _ => false,
    };
}
