using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;

namespace Onbehalf.Channels.Slack.In;

/// <summary>A verified click on a button of ours. Whose it is, Slack says; what it refers to is looked up and decided for that person.</summary>
/// <param name="Value">Whatever the button carried: a client may have altered it, so it gives no right.</param>
internal sealed record SlackClick(SlackTeamId Team, SlackUserId User, string Action, string Value)
{
    private const int LongestValue = 2_000;

    /// <summary>Null for what is no click of a person of the workspace on one button. The body is a form with one <c>payload</c> (Slack's documentation).</summary>
    public static SlackClick? Read(SlackRequest verified, SlackTeamId installed)
    {
        using var reader = new FormReader(new MemoryStream(verified.Body.ToArray(), writable: false)) { ValueCountLimit = 8, ValueLengthLimit = SlackRequest.Largest };
        try
        {
            return reader.ReadForm() is { Count: 1 } form && form.TryGetValue("payload", out var payload) && payload is [{ } json]
                && ForeignJson.Read(Encoding.UTF8.GetBytes(json)) is { ValueKind: JsonValueKind.Object } told
                    ? Of(told, installed)
                    : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static SlackClick? Of(JsonElement told, SlackTeamId installed)
    {
        if (told.Text("type") != "block_actions" || !IsOfTeam(told, installed)
            || told.Field("user") is not { } user || !SlackUserId.TryParse(user.Text("id"), out var clicker)
            || told.Field("actions") is not { ValueKind: JsonValueKind.Array } actions || actions.GetArrayLength() != 1
            || actions[0].Text("action_id") is not { Length: > 0 } action)
            return null;
        return new(installed, clicker, action, actions[0].Text("value") is { Length: <= LongestValue } value ? value : "");
    }

    /// <summary>
    /// The installation's, and the clicker's own: somebody of another organisation clicks in a shared channel too. Whether another workspace is of the
    /// organisation is looked up with its user.
    /// </summary>
    private static bool IsOfTeam(JsonElement told, SlackTeamId installed)
    {
        var team = told.Field("team")?.Text("id");
        var enterprise = told.Field("enterprise")?.Text("id");
        var own = told.Field("user")?.Text("team_id");
        return (team == installed.Value || enterprise == installed.Value) && (own is null || own == team || own == enterprise || (installed.IsOrganisation && SlackTeamId.TryParse(own, out _)));
    }
}
