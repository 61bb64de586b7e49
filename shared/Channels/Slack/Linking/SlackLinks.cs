using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>
/// Who is who: a row by the Slack user and a row by the person, added and deleted in one transaction, so that each has at most one of the other. An
/// id of Slack's that another person proves later is theirs from then on; nothing of the earlier link is left.
/// </summary>
internal sealed class SlackLinks(Tables tables)
{
    private const string User = "User";
    private const string Name = "SlackName";
    private const string LinkedAt = "LinkedAt";

    public async Task<SlackLink?> FindAsync(SlackTeamId team, SlackUserId user, CancellationToken cancellation) =>
        await RowAsync(team, SlackKeys.User(user), cancellation) is { } row ? Read(row) : null;

    public async Task<SlackLink?> OfAsync(SlackTeamId team, SubjectId person, CancellationToken cancellation) =>
        await RowAsync(team, SlackKeys.Subject(person), cancellation) is { } row && SlackUserId.TryParse(row.GetString(User), out var user)
        && await FindAsync(team, user, cancellation) is { } link && link.Person.Id == person
            ? link
            : null;

    public async IAsyncEnumerable<SlackLink> AllAsync(SlackTeamId team, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var users = TableClient.CreateQueryFilter($"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstUser} and RowKey lt {SlackKeys.AfterUsers}");
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(users, cancellationToken: cancellation))
        {
            if (Read(row) is { } link)
                yield return link;
        }
    }

    /// <summary>False when the person has another Slack user, or somebody changed a link of theirs at the same moment.</summary>
    /// <param name="before">The link that the Slack user had, if any.</param>
    public async Task<bool> AddAsync(SlackLink link, SlackLink? before, CancellationToken cancellation)
    {
        if (await OfAsync(link.Team, link.Person.Id, cancellation) is { } other)
            return other.User == link.User;
        // A removal that was interrupted leaves the person's row behind.
        if (await RowAsync(link.Team, SlackKeys.Subject(link.Person.Id), cancellation) is { } left)
            await tables.Slack.DeleteEntityAsync(left.PartitionKey, left.RowKey, left.ETag, cancellation);
        var row = PersonRow.Into(new(link.Team.Value, SlackKeys.User(link.User)) { [Name] = link.Name, [LinkedAt] = link.At }, link.Person);
        var back = new TableEntity(link.Team.Value, SlackKeys.Subject(link.Person.Id)) { [User] = link.User.Value };
        var transaction = new List<TableTransactionAction> { new(TableTransactionActionType.Add, back) };
        if (before is null)
            transaction.Add(new(TableTransactionActionType.Add, row));
        else
        {
            transaction.Add(new(TableTransactionActionType.UpdateReplace, row, ETag.All));
            transaction.Add(new(TableTransactionActionType.Delete, new TableEntity(link.Team.Value, SlackKeys.Subject(before.Person.Id)), ETag.All));
        }

        try
        {
            await tables.Slack.SubmitTransactionAsync(transaction, cancellation);
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status is 409 or 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Ending twice is ending once.</summary>
    public async Task RemoveAsync(SlackLink link, CancellationToken cancellation)
    {
        await tables.Slack.DeleteEntityAsync(link.Team.Value, SlackKeys.User(link.User), ETag.All, cancellation);
        await tables.Slack.DeleteEntityAsync(link.Team.Value, SlackKeys.Subject(link.Person.Id), ETag.All, cancellation);
    }

    private async Task<TableEntity?> RowAsync(SlackTeamId team, string key, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, key, cancellationToken: cancellation) is { HasValue: true, Value: { } row } ? row : null;

    private static SlackLink? Read(TableEntity row) =>
        SlackUserId.TryParse(row.RowKey[SlackKeys.FirstUser.Length..], out var user) && PersonRow.Read(row) is { } person
            ? new(SlackTeamId.Parse(row.PartitionKey), user, person, row.GetString(Name) ?? user.Value, row.GetDateTimeOffset(LinkedAt) ?? default)
            : null;
}
