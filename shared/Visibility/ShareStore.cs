using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Audit;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Visibility;

/// <summary>Stores active shares next to their replies. The content of a share is sealed for the person who shared it.</summary>
public sealed class ShareStore(Tables tables, PersonSeal seal)
{
    private const string By = "SharedBy";
    private const string At = "At";
    private const string Audience = "Audience";

    /// <summary>What <see cref="Outlines"/> looks at.</summary>
    internal static readonly string[] Outline = ["PartitionKey", "RowKey", By, At, Audience];

    public async Task<ThreadShares> OfThreadsAsync(IEnumerable<ThreadId> threads, CancellationToken cancellation)
    {
        var each = await Task.WhenAll(threads.Distinct().Select(thread => OfThreadAsync(thread, cancellation)));
        return each is [var only] ? only : new(each.SelectMany(static shares => shares.ByReply).ToImmutableDictionary(StringComparer.Ordinal));
    }

    public async Task<ThreadShares> OfThreadAsync(ThreadId thread, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Value} and RowKey ge {ThreadKeys.FirstShare} and RowKey lt {ThreadKeys.AfterShares}");
        return Outlines(await tables.Threads.QueryAsync<TableEntity>(filter, select: Outline, cancellationToken: cancellation).ToListAsync(cancellation));
    }

    internal static ThreadShares Outlines(IEnumerable<TableEntity> rows) =>
        new(rows.Select(Read).ToImmutableDictionary(static share => share.Reply.Value, StringComparer.Ordinal));

    public async Task<FrozenReply?> ReadAsync(Share share, CancellationToken cancellation)
    {
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(
            share.Reply.Thread.Value, ThreadKeys.Share(share.Reply.Seq), cancellationToken: cancellation);
        return row.HasValue && await seal.OpenAsync(share.By.Id, SealedAs(share.Reply), Chunks.Read(row.Value!), cancellation) is { } plain
            ? FrozenReply.Read(plain)
            : null;
    }

    /// <summary>False if the reply is already shared.</summary>
    public async Task<bool> AddAsync(Share share, FrozenReply frozen, CancellationToken cancellation)
    {
        var row = new TableEntity(share.Reply.Thread.Value, ThreadKeys.Share(share.Reply.Seq))
        {
            [By] = StoredSubject.Write(share.By),
            [At] = share.At,
            [Audience] = JsonSerializer.Serialize(share.Audience.Order(StringComparer.Ordinal)),
        };
        Chunks.Write(row, await seal.SealAsync(share.By.Id, SealedAs(share.Reply), frozen.Bytes(), cancellation));
        try
        {
            await tables.Threads.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            return false;
        }
    }

    public async Task RemoveAsync(MessageId reply, CancellationToken cancellation) =>
        await tables.Threads.DeleteEntityAsync(reply.Thread.Value, ThreadKeys.Share(reply.Seq), ETag.All, cancellation);

    private static Share Read(TableEntity row) => new(
        new(ThreadId.Parse(row.PartitionKey), ThreadKeys.MessageSeq(row.RowKey)),
        StoredSubject.Read(row.GetString(By)),
        row.GetDateTimeOffset(At)!.Value,
        [.. JsonSerializer.Deserialize<string[]>(row.GetString(Audience)) ?? []]);

    private static string SealedAs(MessageId reply) => $"shares/{reply}";
}

/// <summary>A share: a person opened one of their answers to the members of that moment.</summary>
public sealed record Share(MessageId Reply, Subject By, DateTimeOffset At, ImmutableHashSet<string> Audience)
{
    public bool Reaches(SubjectId viewer) => Audience.Contains(viewer.Value);
}

/// <summary>The record of sharing and of taking back: by whom, of which reply, to whom by name.</summary>
internal static class ShareAudit
{
    public static AuditEntry Entry(Authority speaker, ThreadMessage.Answer answer, AuditAction action, IEnumerable<Member> audience) => new()
    {
        CallId = $"{answer.Id}-{action}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(speaker.Subject),
        Act = Act.Human,
        Action = action,
        Decision = AuditDecision.Allowed,
        ThreadId = answer.Id.Thread.Value,
        TurnId = answer.Turn.Value,
        Resource = AuditResource.Of(answer.Id.Value),
        Details = JsonSerializer.Serialize(new { audience = audience.Select(static member => new { subject = member.Subject.Value, name = member.Name }) }),
    };
}

/// <summary>The active shares of a thread at one moment, by reply.</summary>
public sealed record ThreadShares(ImmutableDictionary<string, Share> ByReply)
{
    public static readonly ThreadShares None = new(ImmutableDictionary<string, Share>.Empty);

    /// <summary>These and those of other threads.</summary>
    public ThreadShares With(ThreadShares others) => ByReply.IsEmpty ? others : others.ByReply.IsEmpty ? this : new(ByReply.SetItems(others.ByReply));

    public bool Has(string reply) => ByReply.ContainsKey(reply);

    public bool Reach(SubjectId viewer, string reply) => ByReply.TryGetValue(reply, out var share) && share.Reaches(viewer);
}
