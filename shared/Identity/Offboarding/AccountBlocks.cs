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
/// Stores account blocks in table <c>offboarding</c>, which all instances read. Signals can add a block, never lift it. A block is lifted only
/// by a directory answer that is newer than the block and reports the person active.
/// </summary>
internal sealed class AccountBlocks(Tables tables, AuditTrail trail, TimeProvider time)
{
    private const int LongestPause = 20;

    // A directory answer is newer than a signal only by more than the allowed clock skew between instances.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    // A pointer is written before its block. A pointer without a block can be one that is being written.
    private static readonly TimeSpan StandingFollows = TimeSpan.FromMinutes(1);

    private readonly OpenAccountBlocks _open = new(tables);

    public async Task<AccountBlock?> FindAsync(SubjectId person, CancellationToken cancellation)
    {
        var row = await tables.Offboarding.GetEntityIfExistsAsync<TableEntity>(person.Value, AccountBlock.RowKey, null, cancellation);
        return row.HasValue ? AccountBlock.Read(row.Value!) : null;
    }

    /// <summary>Returns whether a cached confirmation is still valid for a read. <paramref name="heard"/> was read after it.</summary>
    public static bool Allows(Authority remembered, AccountBlock? heard) =>
        heard is null || (heard.Blocked is null && remembered.ConfirmedAt > heard.HeardAt + ClockSkew);

    /// <summary>Stores a signal. Open work remains open, except questions that the end of the account makes pointless.</summary>
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

    /// <summary>Leases the open work of a person to one caller. Null if there is none or another caller has the lease. A lease expires.</summary>
    public async Task<AccountBlock?> ClaimAsync(SubjectId person, CancellationToken cancellation)
    {
        if (await FindAsync(person, cancellation) is not { IsOpen: true } open || open.NextAttempt > time.GetUtcNow())
            return null;
        var wait = FirstWait * Math.Pow(2, Math.Min(open.Attempts, 16));
        var claimed = open with { Attempts = open.Attempts + 1, NextAttempt = time.GetUtcNow() + (wait < LongestWait ? wait : LongestWait) };
        return await WriteAsync(claimed, isNew: false, cancellation);
    }

    /// <summary>Stores the result of the work; null if a newer signal arrived meanwhile, which then takes precedence.</summary>
    public Task<AccountBlock?> SettleAsync(AccountBlock block, CancellationToken cancellation) => WriteAsync(block, isNew: false, cancellation);

    /// <summary>
    /// Lifts a block because the directory, asked after <paramref name="blocked"/> was read, reports the person active. False if another signal
    /// arrived meanwhile.
    /// </summary>
    public async Task<bool> TryLiftAsync(AccountBlock blocked, CancellationToken cancellation)
    {
        await trail.RecordAsync(OffboardingAudit.Lifted(blocked), cancellation);
        var ending = blocked.Ending is Ending.Everything ? Ending.Nothing : blocked.Ending;
        return await WriteAsync(blocked with { Blocked = null, Ending = ending }, isNew: false, cancellation) is not null;
    }

    /// <summary>Returns whether any work is due now.</summary>
    public Task<bool> IsAnythingOpenAsync(CancellationToken cancellation) => _open.IsAnyAsync(time.GetUtcNow(), cancellation);

    /// <summary>Returns the people with work that is due now.</summary>
    public IAsyncEnumerable<OpenPerson> OpenAsync(int most, CancellationToken cancellation) => _open.ReadAsync(time.GetUtcNow(), most, cancellation);

    /// <summary>Moves the pointer of a person to the time of their next work, or deletes it.</summary>
    public async Task LookedAsync(OpenPerson open, CancellationToken cancellation)
    {
        if (await FindAsync(open.Person, cancellation) is { IsOpen: true } still)
            await _open.LookedAsync(open, still.NextAttempt, cancellation);
        else if (open.Due + StandingFollows < time.GetUtcNow())
            await _open.LookedAsync(open, null, cancellation);
    }

    /// <summary>Returns the same people from a scan of all blocks, including those without a pointer.</summary>
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
