using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>
/// Stores links as two rows, by Slack user and by person, written and deleted in one transaction. A link is valid only if its two rows
/// reference each other, so each side has at most one. When another person proves a Slack id later, the earlier link is removed completely.
/// </summary>
internal sealed class SlackLinks(Tables tables)
{
    private const string User = "User";
    private const string Name = "SlackName";
    private const string LinkedAt = "LinkedAt";
    private const string Origin = "Origin";
    private const int MaxTries = 10;

    /// <summary>Returns the link of a Slack user; null also when the person's row does not reference it.</summary>
    public async Task<SlackLink?> FindAsync(SlackTeamId team, SlackUserId user, CancellationToken cancellation) =>
        await RowAsync(team, SlackKeys.User(user), cancellation) is { } row && Read(row) is { } link
        && await RowAsync(team, SlackKeys.Subject(link.Person.Id), cancellation) is { } back && Names(back) == user
            ? link
            : null;

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

    /// <summary>Adds a link. Returns false when the person has another Slack user, or a link of either changed concurrently.</summary>
    /// <param name="before">The earlier link of the Slack user; null when there is none.</param>
    public async Task<bool> AddAsync(SlackLink link, SlackLink? before, CancellationToken cancellation)
    {
        var (there, back) = await RowsAsync(link, cancellation);
        if (back is not null && Names(back) is { } named && await FindAsync(link.Team, named, cancellation) is { } other && other.Person.Id == link.Person.Id)
            return other.User == link.User;
        var row = PersonRow.Into(
            new(link.Team.Value, SlackKeys.User(link.User))
            {
                [Name] = link.Name,
                [LinkedAt] = link.At,
                [Origin] = link.Origin?.AbsoluteUri,
            },
            link.Person);
        var transaction = new List<TableTransactionAction>
        {
            Put(new(link.Team.Value, SlackKeys.Subject(link.Person.Id)) { [User] = link.User.Value }, back),
            Put(row, there),
        };
        var held = there is null ? null : Read(there);
        var theirs = held is null || held.Person.Id == link.Person.Id ? null : await RowAsync(link.Team, SlackKeys.Subject(held.Person.Id), cancellation);
        if (theirs is not null && Names(theirs) == link.User)
            transaction.Add(Delete(theirs));
        var isAsBefore = before is null ? transaction.Count == 2 : held?.Person.Id == before.Person.Id;
        return isAsBefore && await SubmitAsync(transaction, cancellation);
    }

    /// <summary>Removes a link. Idempotent; a newer link of either side is kept.</summary>
    public async Task RemoveAsync(SlackLink link, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var (there, back) = await RowsAsync(link, cancellation);
            var transaction = new List<TableTransactionAction>();
            if (there is not null && (Read(there) is not { } held || held.Person.Id == link.Person.Id))
                transaction.Add(Delete(there));
            if (back is not null && (Names(back) is not { } named || named == link.User))
                transaction.Add(Delete(back));
            if (transaction.Count == 0 || await SubmitAsync(transaction, cancellation))
                return;
            if (tries == MaxTries)
                throw new InvalidOperationException("The link goes on changing.");
        }
    }

    private static SlackUserId? Names(TableEntity back) => SlackUserId.TryParse(back.GetString(User), out var user) ? user : null;

    /// <summary>Returns the action that adds a row, or replaces a row of an interrupted attempt under its ETag.</summary>
    private static TableTransactionAction Put(TableEntity row, TableEntity? left) =>
        left is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, left.ETag);

    private static TableTransactionAction Delete(TableEntity row) => new(TableTransactionActionType.Delete, row, row.ETag);

    private async Task<bool> SubmitAsync(List<TableTransactionAction> transaction, CancellationToken cancellation)
    {
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

    private async Task<(TableEntity? There, TableEntity? Back)> RowsAsync(SlackLink link, CancellationToken cancellation) =>
        (await RowAsync(link.Team, SlackKeys.User(link.User), cancellation), await RowAsync(link.Team, SlackKeys.Subject(link.Person.Id), cancellation));

    private async Task<TableEntity?> RowAsync(SlackTeamId team, string key, CancellationToken cancellation) =>
        await tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, key, cancellationToken: cancellation) is { HasValue: true, Value: { } row }
            ? row
            : null;

    private static SlackLink? Read(TableEntity row) =>
        SlackUserId.TryParse(row.RowKey[SlackKeys.FirstUser.Length..], out var user) && PersonRow.Read(row) is { } person
            ? new(SlackTeamId.Parse(row.PartitionKey), user, person, row.GetString(Name) ?? user.Value, row.GetDateTimeOffset(LinkedAt) ?? default)
            {
                Origin = row.GetString(Origin) is { } origin ? new(origin) : null,
            }
            : null;
}

/// <summary>The link between a Slack user and a person. Both were proven in one browser, and the person confirmed it.</summary>
/// <param name="Name">The user's name in Slack at that time, for display only.</param>
internal sealed record SlackLink(SlackTeamId Team, SlackUserId User, Subject Person, string Name, DateTimeOffset At)
{
    /// <summary>The origin of this app at that time. Links use it in messages that no request from Slack caused.</summary>
    public Uri? Origin { get; init; }
}
