using Microsoft.Extensions.Configuration;
using Onbehalf.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>The address of Slack's Web API and the bot's token. Without a token, the channel is off.</summary>
internal sealed record SlackWebSettings(Uri Api, SecretText? BotToken)
{
    private const string PublicApi = "https://slack.com/api/";

    public static SlackWebSettings Read(IConfiguration configuration)
    {
        var address = configuration["ONBEHALF_SLACK_API"] is { Length: > 0 } set ? set : PublicApi;
        Outbound.RequireSafe(address, "address of Slack's Web API");
        return new(
            new Uri(address.EndsWith('/') ? address : address + "/"),
            configuration["ONBEHALF_SLACK_BOT_TOKEN"] is { Length: > 0 } token ? new SecretText(token.Trim()) : null);
    }
}
