using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// The standing of people, in table <c>offboarding</c>, where every instance sees it. It takes away and never gives: a block is lifted only
/// after the directory has said, asked later than the block, that the person is active.
/// </summary>
internal sealed class AccountBlocks(Tables tables, AuditTrail trail, TimeProvider time)
{
    private const int LongestPause = 20;

    // An answer counts as newer than what was heard only by more than instances' clocks may differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A pointer is written first. One that means nothing yet may be about to.
    private static readonly TimeSpan StandingFollows = TimeSpan.FromMinutes(1);

    private readonly OpenAccountBlocks _open = new(tables);

    public async Task<AccountBlock?> FindAsync(SubjectId person, CancellationToken cancellation)
    {
        var row = await tables.Offboarding.GetEntityIfExistsAsync<TableEntity>(person.Value, AccountBlock.RowKey, null, cancellation);
        return row.HasValue ? AccountBlock.Read(row.Value!) : null;
    }

    /// <summary>Whether a confirmation that was remembered may still be used for a read.</summary>
    public async Task<bool> AllowsAsync(Authority remembered, CancellationToken cancellation) =>
        await FindAsync(remembered.Subject.Id, cancellation) is not { } heard
        || (heard.Blocked is null && remembered.ConfirmedAt > heard.HeardAt + ClockSkew);

    /// <summary>Takes down what was heard. What was open before stays open, except questions that the end of everything answers.</summary>
    public async Task<AccountBlock> HearAsync(Subject person, string reason, bool blocks, int questions, Ending ending, CancellationToken cancellation)
    {
        while (true)
        {
            var known = await FindAsync(person.Id, cancellation);
            var now = time.GetUtcNow();
            var heard = new AccountBlock(
                person,
                now,
                blocks ? known?.Blocked ?? reason : known?.Blocked,
                reason,
                Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
                ending is Ending.Everything ? 0 : Math.Max(questions, known?.Questions ?? 0),
                (Ending)Math.Max((int)ending, (int)(known?.Ending ?? Ending.Nothing)),
                0,
                now,
                known?.Version ?? default);
            if (heard.IsOpen)
                await _open.PointAsync(person.Id, now, cancellation);
            if (await WriteAsync(heard, isNew: known is null, cancellation) is { } written)
                return written;
            await Task.Delay(Random.Shared.Next(1, LongestPause), cancellation);
        }
    }

    /// <summary>Gives what is open to one caller; null when nothing is, or somebody else is at it. A caller that dies loses it after a while.</summary>
    public async Task<AccountBlock?> ClaimAsync(SubjectId person, CancellationToken cancellation)
    {
        if (await FindAsync(person, cancellation) is not { IsOpen: true } open || open.NextAttempt > time.GetUtcNow())
            return null;
        var wait = FirstWait * Math.Pow(2, Math.Min(open.Attempts, 16));
        var claimed = open with { Attempts = open.Attempts + 1, NextAttempt = time.GetUtcNow() + (wait < LongestWait ? wait : LongestWait) };
        return await WriteAsync(claimed, isNew: false, cancellation);
    }

    /// <summary>Takes down what came of it; null when something else was heard meanwhile, which then stands.</summary>
    public Task<AccountBlock?> SettleAsync(AccountBlock block, CancellationToken cancellation) => WriteAsync(block, isNew: false, cancellation);

    /// <summary>
    /// Ends a block because the directory, asked after <paramref name="blocked"/> was read, said that the person is active. False when
    /// something else was heard meanwhile.
    /// </summary>
    public async Task<bool> TryLiftAsync(AccountBlock blocked, CancellationToken cancellation)
    {
        await trail.RecordAsync(OffboardingAudit.Lifted(blocked), cancellation);
        var ending = blocked.Ending is Ending.Everything ? Ending.Nothing : blocked.Ending;
        return await WriteAsync(blocked with { Blocked = null, Ending = ending }, isNew: false, cancellation) is not null;
    }

    /// <summary>One look at whether anything is to be done now.</summary>
    public Task<bool> IsAnythingOpenAsync(CancellationToken cancellation) => _open.IsAnyAsync(time.GetUtcNow(), cancellation);

    /// <summary>People for whom something is to be done now.</summary>
    public IAsyncEnumerable<OpenPerson> OpenAsync(int most, CancellationToken cancellation) => _open.ReadAsync(time.GetUtcNow(), most, cancellation);

    /// <summary>After somebody was followed up: their pointer says when they are due again, or goes.</summary>
    public async Task LookedAsync(OpenPerson open, CancellationToken cancellation)
    {
        if (await FindAsync(open.Person, cancellation) is { IsOpen: true } still)
            await _open.LookedAsync(open, still.NextAttempt, cancellation);
        else if (open.Due + StandingFollows < time.GetUtcNow())
            await _open.LookedAsync(open, null, cancellation);
    }

    /// <summary>The same people by a look at every standing: also those whose pointer is missing.</summary>
    public async IAsyncEnumerable<SubjectId> LostAsync(int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey eq {AccountBlock.RowKey} and due le {time.GetUtcNow()}");
        var found = 0;
        await foreach (var row in tables.Offboarding.QueryAsync<TableEntity>(filter, null, ["PartitionKey"], cancellation))
        {
            if (SubjectId.TryParse(row.PartitionKey, out var person))
                yield return person;
            if (++found == most)
                yield break;
        }
    }

    private async Task<AccountBlock?> WriteAsync(AccountBlock block, bool isNew, CancellationToken cancellation)
    {
        try
        {
            var answer = isNew
                ? await tables.Offboarding.AddEntityAsync(block.ToRow(), cancellation)
                : await tables.Offboarding.UpdateEntityAsync(block.ToRow(), block.Version, TableUpdateMode.Replace, cancellation);
            return block with { Version = answer.Headers.ETag ?? ETag.All };
        }
        catch (RequestFailedException faster) when (faster.Status == (isNew ? 409 : 412))
        {
            return null;
        }
    }
}
