using System.Buffers.Text;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>The states of linkings in table <c>slack</c>. Only the hash of the secret is stored. A state can be used once across all instances.</summary>
internal sealed class LinkStates(Tables tables, TimeProvider time)
{
    private const int StateLength = 43;
    private const string Browser = "Browser";

    /// <param name="asked">The message that continues after the link.</param>
    /// <returns>The secret of the button's address.</returns>
    public async Task<string> NewAsync(SlackUserId user, SlackPlace place, SlackTs? asked, CancellationToken cancellation)
    {
        var state = Random();
        await tables.Slack.AddEntityAsync(
            new TableEntity(SlackKeys.FirstState + HashOf(state), SlackKeys.State)
            {
                ["Team"] = place.Team.Value,
                ["User"] = user.Value,
                ["Channel"] = place.Channel.Value,
                ["Root"] = place.Thread?.Value,
                ["Asked"] = asked?.Value,
                ["ExpiresAt"] = time.GetUtcNow() + LinkState.Lifetime,
            },
            cancellation);
        return state;
    }

    /// <summary>Returns a state; null when it is missing, expired or used.</summary>
    public async Task<LinkState?> FindAsync(string? state, CancellationToken cancellation) =>
        state is { Length: StateLength }
        && await tables.Slack.GetEntityIfExistsAsync<TableEntity>(SlackKeys.FirstState + HashOf(state), SlackKeys.State, cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
        && row.GetDateTimeOffset("ExpiresAt") is { } expires && expires > time.GetUtcNow()
            ? Read(row, expires)
            : null;

    /// <summary>Returns false when another browser proved the state concurrently, or it was used.</summary>
    public async Task<bool> ProveAsync(LinkState state, ProvenSlackUser proven, CancellationToken cancellation)
    {
        var row = new TableEntity(SlackKeys.FirstState + state.Hash, SlackKeys.State)
        {
            [Browser] = proven.Browser,
            ["SignedInAt"] = proven.Team.Value,
            ["Name"] = proven.Name,
            ["Workspace"] = proven.Workspace,
            ["ProvenAt"] = proven.At,
        };
        try
        {
            await tables.Slack.UpdateEntityAsync(row, state.ETag, TableUpdateMode.Merge, cancellation);
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Uses the state. Returns false when it was used before.</summary>
    public async Task<bool> TakeAsync(LinkState state, CancellationToken cancellation)
    {
        try
        {
            return (await tables.Slack.DeleteEntityAsync(SlackKeys.FirstState + state.Hash, SlackKeys.State, state.ETag, cancellation)).Status is not 404;
        }
        catch (RequestFailedException taken) when (taken.Status is 404 or 412)
        {
            return false;
        }
    }

    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter(
            $"PartitionKey ge {SlackKeys.FirstState} and PartitionKey lt {SlackKeys.AfterStates} and RowKey eq {SlackKeys.State} and ExpiresAt lt {time.GetUtcNow()}"
        );
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await tables.Slack.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    public static string HashOf(string text) => Sha256.Hex(text);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static LinkState Read(TableEntity row, DateTimeOffset expires)
    {
        var team = SlackTeamId.Parse(row.GetString("Team"));
        SlackTs? root = SlackTs.TryParse(row.GetString("Root"), out var ts) ? ts : null;
        return new(
            row.PartitionKey[SlackKeys.FirstState.Length..],
            team,
            SlackUserId.Parse(row.GetString("User")),
            new(team, SlackChannelId.Parse(row.GetString("Channel")), root),
            expires,
            row.ETag)
        {
            Asked = SlackTs.TryParse(row.GetString("Asked"), out var asked) ? asked : null,
            Proven =
                row.GetString(Browser) is { } browser && row.GetDateTimeOffset("ProvenAt") is { } at
                    ? new(
                        browser,
                        SlackTeamId.TryParse(row.GetString("SignedInAt"), out var signedIn) ? signedIn : team,
                        row.GetString("Name") ?? "",
                        row.GetString("Workspace") ?? "",
                        at)
                    : null,
        };
    }
}

/// <summary>
/// The state of a linking for one Slack user and thread. It is valid once, for ten minutes. Its key is the hash of the secret in the
/// button's address.
/// </summary>
internal sealed record LinkState(string Hash, SlackTeamId Team, SlackUserId User, SlackPlace Place, DateTimeOffset ExpiresAt, ETag ETag)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The message that waits for the link; null when a card was opened.</summary>
    public SlackTs? Asked { get; init; }

    /// <summary>The proven Slack user; null before a sign-in with Slack as <see cref="User"/>.</summary>
    public ProvenSlackUser? Proven { get; init; }
}

/// <param name="Browser">Hash of the browser's secret.</param>
/// <param name="Team">The workspace of the sign-in.</param>
internal sealed record ProvenSlackUser(string Browser, SlackTeamId Team, string Name, string Workspace, DateTimeOffset At);
