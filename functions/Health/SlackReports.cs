using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Storage;

namespace Onbehalf.Functions.Health;

/// <summary>
/// Checks whether the bot's token works in the configured workspace. The result is cached for a minute, because the health route is public.
/// </summary>
internal sealed class SlackReports(SlackSwitch slack, SlackClient client, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SharedQuestion<string?> _question = new();
    private (DateTimeOffset At, string? Trouble) _known = (DateTimeOffset.MinValue, null);

    /// <summary>Returns a sentence about the problem; null when the token works.</summary>
    public async Task<string?> TroubleAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < Remembered ? _known.Trouble : await _question.AskAsync(AskAsync).WaitAsync(cancellation);

    /// <summary>Returns whether there is a problem, with a short timeout for pages. A timeout counts as a problem.</summary>
    public async Task<bool> IsInTroubleAsync(CancellationToken cancellation)
    {
        try
        {
            return await TroubleAsync(cancellation).WaitAsync(Patience, time, cancellation) is not null;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private string? Scopes() =>
        client.MissingScopes is { IsEmpty: false } missing
            ? $"The bot's token lacks the scopes {string.Join(", ", missing)}: add them to the app in Slack, install it again and copy its token."
            : null;

    private async Task<string?> AskAsync()
    {
        var team = slack.Required.Team;
        var trouble = await client.WhoAmIAsync(team, CancellationToken.None) switch
        {
            SlackOutcome<SlackBot>.Done { Value: var bot } => bot.Team == team || bot.Enterprise == team
                ? Scopes()
                : "The bot's token is of another workspace than ONBEHALF_SLACK_TEAM.",
            SlackOutcome<SlackBot>.Refused { Code: var code } => $"Slack refuses the bot's token ({code}): install the app again and copy its token.",
            _ => "Slack cannot be reached.",
        };
        _known = (time.GetUtcNow(), trouble);
        return trouble;
    }
}
