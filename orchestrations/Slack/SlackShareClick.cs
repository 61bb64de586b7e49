using System.Text.Json.Serialization;
using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>A click that posts a previewed share. It names the preview. Its authorization is checked when it is posted.</summary>
public sealed record SlackShareClick(string Team, string User, string Reference, string Hash, string Origin, int Version = 1)
{
    private const int HashLength = 64;

    /// <summary>The id of the click, which all its attempts have. Null until the orchestration sets it, and in activity inputs of an earlier version.</summary>
    public string? Nonce { get; init; }

    [JsonIgnore]
    public string InstanceId => $"slack-share-{Team}-{User}-{Reference}-{Hash}";

    /// <summary>Returns null for a value that no button of the app has.</summary>
    internal static SlackShareClick? Of(SlackClick click, Uri origin) =>
        click.Value.Split(' ') is [{ Length: > 0 and <= 64 } reference, { Length: HashLength } hash]
        && reference.All(char.IsAsciiLetterOrDigit)
        && hash.All(char.IsAsciiHexDigitLower)
            ? new(click.Team.Value, click.User.Value, reference, hash, origin.AbsoluteUri)
            : null;
}
