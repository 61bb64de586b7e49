using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;

namespace Onbehalf.Channels.Slack.In;

/// <summary>A verified click on a button of the app. Slack identifies the user. The target is looked up and authorized for that user.</summary>
/// <param name="Value">The value of the button. A client may have altered it, so it grants no right.</param>
internal sealed record SlackClick(SlackTeamId Team, SlackUserId User, string Action, string Value)
{
    private const int LongestValue = 2_000;

    /// <summary>
    /// Returns null unless it is a click of a workspace user on one button. The body is a form with one <c>payload</c> (Slack's
    /// documentation).
    /// </summary>
    public static SlackClick? Read(SlackRequest verified, SlackTeamId installed)
    {
        using var reader = new FormReader(new MemoryStream(verified.Body.ToArray(), writable: false))
        {
            ValueCountLimit = 8,
            ValueLengthLimit = SlackRequest.Largest,
        };
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
    /// Returns whether the installation and the user's team match. In a shared channel, people of another organisation can click, too.
    /// Whether another workspace belongs to the organisation is looked up with the user.
    /// </summary>
    private static bool IsOfTeam(JsonElement told, SlackTeamId installed)
    {
        var team = told.Field("team")?.Text("id");
        var enterprise = told.Field("enterprise")?.Text("id");
        var own = told.Field("user")?.Text("team_id");
        return (team == installed.Value || enterprise == installed.Value)
            && (own is null || own == team || own == enterprise || (installed.IsOrganisation && SlackTeamId.TryParse(own, out _)));
    }
}
