using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>
/// The outbox of web app messages for Slack threads. A row is added before the message, and deleted once its posting has started. A crash
/// in between therefore loses nothing.
/// </summary>
internal sealed class SlackUntold(Tables tables, TimeProvider time)
{
    /// <summary>Age from which a row counts as lost, not as in progress.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(1);

    public async Task<string> AddAsync(SlackTeamId team, ThreadId thread, SubjectId speaker, string sent, CancellationToken cancellation)
    {
        var row = SlackKeys.FirstUntold + Guid.NewGuid().ToString("N");
        await tables.Slack.AddEntityAsync(
            new TableEntity(team.Value, row)
            {
                ["Thread"] = thread.Value,
                ["Speaker"] = speaker.Value,
                ["Sent"] = sent,
                ["At"] = time.GetUtcNow(),
            },
            cancellation);
        return row;
    }

    public Task RemoveAsync(SlackTeamId team, string row, CancellationToken cancellation) =>
        tables.Slack.DeleteEntityAsync(team.Value, row, ETag.All, cancellation);

    public async IAsyncEnumerable<(string Row, ThreadId Thread, SubjectId Speaker, ClientId Sent)> LostAsync(
        SlackTeamId team, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lost = TableClient.CreateQueryFilter(
            $"PartitionKey eq {team.Value} and RowKey ge {SlackKeys.FirstUntold} and RowKey lt {SlackKeys.AfterUntold} and At lt {time.GetUtcNow() - Lost}");
        await foreach (var row in tables.Slack.QueryAsync<TableEntity>(lost, cancellationToken: cancellation))
        {
            if (ClientId.TryParse(row.GetString("Sent"), out var sent))
                yield return (row.RowKey, ThreadId.Parse(row.GetString("Thread")), SubjectId.Parse(row.GetString("Speaker")), sent);
        }
    }
}
