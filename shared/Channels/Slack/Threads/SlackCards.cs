using Azure.Data.Tables;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The targets of public cards. A reference is opaque. Each person opens it separately and gets what they may see.</summary>
internal sealed class SlackCards(Tables tables)
{
    private const string Prefix = "k-";

    public static string ReferenceOf(TurnId turn) => SlackPostKey.Of("card", turn.Value).Value;

    public Task AddAsync(SlackTeamId team, TurnId turn, MessageId answer, CancellationToken cancellation) =>
        tables.Slack.UpsertEntityAsync(
            new TableEntity(team.Value, Prefix + ReferenceOf(turn)) { ["Message"] = answer.Value }, TableUpdateMode.Replace, cancellation);

    public async Task<MessageId?> FindAsync(SlackTeamId team, string reference, CancellationToken cancellation) =>
        reference.Length <= 64 && reference.All(char.IsAsciiLetterOrDigit)
        && await tables.Slack.GetEntityIfExistsAsync<TableEntity>(team.Value, Prefix + reference, cancellationToken: cancellation)
            is { HasValue: true, Value: { } row }
        && MessageId.TryParse(row.GetString("Message"), out var message)
            ? message
            : null;
}
