using Microsoft.Extensions.Logging;
using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// Handles a signal about a person: stores it, then asks the directory. The signal alone blocks, and never unblocks. If the directory reports
/// that the account has ended, all access of the person ends. Failed steps are retried until they succeed.
/// </summary>
public sealed partial class Offboard
{
    // A directory can lag behind its own signal. If it answers "active" after an "ended" signal, it is asked again after 30 and 60 seconds.
    private const int QuestionsAfterEnd = 3;
    private const int DueAtOnce = 200;
    private const int Together = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly PeopleStore _people;
    private readonly Authorities _authorities;
    private readonly AccountBlocks _blocks;
    private readonly SeenSignals _memory;
    private readonly IEndsWithPerson[] _ends;
    private readonly AuditTrail _trail;
    private readonly ILogger<Offboard> _log;

    internal Offboard(
        PeopleStore people,
        Authorities authorities,
        AccountBlocks blocks,
        SeenSignals memory,
        IEnumerable<IEndsWithPerson> ends,
        AuditTrail trail,
        ILogger<Offboard> log)
    {
        _people = people;
        _authorities = authorities;
        _blocks = blocks;
        _memory = memory;
        _ends = [.. ends];
        _trail = trail;
        _log = log;
    }

    /// <summary>
    /// Stores a signal; after the return it is in force on every instance. False if the signal is a repetition or about an unknown person.
    /// The directory is asked by <see cref="FollowUpAsync"/>, not here.
    /// </summary>
    public async Task<bool> HearAsync(Signal signal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (await _people.RememberedAsync(signal.Person, cancellation) is not { } person
            || await _memory.KnowsAsync(signal, cancellation))
            return false;
        var block = await _blocks.HearAsync(
            person,
            Slug(signal.Kind),
            blocks: signal.Kind is SignalKind.AccountEnded,
            questions: signal.Kind is SignalKind.AccountEnded ? QuestionsAfterEnd : 1,
            signal.Kind is SignalKind.SessionsRevoked or SignalKind.CredentialChanged ? Ending.Sessions : Ending.Nothing,
            cancellation);
        _authorities.Forget(person.Id);
        if (signal.Kind is not SignalKind.AccountChanged)
            await _trail.RecordAsync(OffboardingAudit.Heard(block, signal.Provider), cancellation);
        // Last, so that after a crash the provider's retry is handled again.
        return await _memory.RememberAsync(signal, cancellation);
    }

    /// <summary>Asks the directory about a person with open work, and ends what must end. Does nothing if no work is open.</summary>
    public async Task FollowUpAsync(SubjectId person, CancellationToken cancellation)
    {
        while (await _blocks.ClaimAsync(person, cancellation) is { } claimed)
        {
            var block = claimed.Questions > 0 ? await AskAsync(claimed, cancellation) : claimed;
            if (block is { Ending: not Ending.Nothing })
                await EndAsync(block, cancellation);
        }
    }

    /// <summary>Follows up several people. A failure is logged and remains open; the others continue.</summary>
    public Task FollowUpAsync(IReadOnlyCollection<SubjectId> people, CancellationToken cancellation) => FollowUpAsync(
        people.ToAsyncEnumerable(), static person => person, FollowUpAsync, cancellation);

    /// <summary>Follows up due work that was not finished: after a crash, or because a directory or an issuer did not answer.</summary>
    public Task FollowUpAllAsync(CancellationToken cancellation) => FollowUpAsync(
        _blocks.OpenAsync(DueAtOnce, cancellation),
        static open => open.Person,
        async (open, stop) =>
        {
            await FollowUpAsync(open.Person, stop);
            await _blocks.LookedAsync(open, stop);
        },
        cancellation);

    /// <summary>Follows up due work from a scan of all blocks. It also finds work that a previous version left open.</summary>
    public Task FollowUpLostAsync(CancellationToken cancellation) =>
        FollowUpAsync(_blocks.LostAsync(DueAtOnce, cancellation), static person => person, FollowUpAsync, cancellation);

    /// <summary>Returns whether <see cref="FollowUpAllAsync"/> or a requested sweep has work to do.</summary>
    public Task<bool> IsAnythingOpenAsync(CancellationToken cancellation) => _blocks.IsAnythingOpenAsync(cancellation);

    /// <summary>Deletes the ids of signals that are too old to be repeated.</summary>
    public Task ForgetOldSignalsAsync(CancellationToken cancellation) => _memory.SweepAsync(cancellation);

    /// <summary>Ends all access of a person whose account has ended at the directory.</summary>
    internal async Task GoneAsync(Subject person, string reason, CancellationToken cancellation)
    {
        await _blocks.HearAsync(person, reason, blocks: true, questions: 0, Ending.Everything, cancellation);
        _authorities.Forget(person.Id);
        await FollowUpAsync(person.Id, cancellation);
    }

    private static string Slug(SignalKind kind) => kind switch
    {
        SignalKind.AccountChanged => "account-changed",
        SignalKind.GrantRefused => "grant-refused",
        SignalKind.SessionsRevoked => "sessions-revoked",
        SignalKind.CredentialChanged => "credential-changed",
        SignalKind.AccountEnded => "account-ended",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private Task FollowUpAsync<T>(
        IAsyncEnumerable<T> all, Func<T, SubjectId> person, Func<T, CancellationToken, Task> follow, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancellation },
            async (one, stop) =>
            {
                try
                {
                    await follow(one, stop);
                }
                catch (Exception failure) when (!stop.IsCancellationRequested)
                {
                    Log.NotFollowedUp(_log, person(one), failure.GetType().Name);
                }
            });

    /// <summary>Returns the block after the directory's answer, or null if another signal arrived meanwhile.</summary>
    private async Task<AccountBlock?> AskAsync(AccountBlock claimed, CancellationToken cancellation)
    {
        var answer = await _authorities.ConfirmAsync(claimed.Person, Freshness.Now, cancellation);
        // Read again, because the directory's answer can have lifted or added a block.
        if (await _blocks.FindAsync(claimed.Person.Id, cancellation) is not { } now
            || now.Episode != claimed.Episode || now.Attempts != claimed.Attempts)
            return null;
        return answer switch
        {
            AuthorityResult.Confirmed => await _blocks.SettleAsync(now with { Questions = now.Questions - 1 }, cancellation),
            AuthorityResult.Refused { Code: AccountCodes.DirectoryUnavailable } => now,
            // Locked, expired or pending accounts have not ended. A block remains until the directory reports the person active.
            AuthorityResult.Refused { IsClearNo: false } => await _blocks.SettleAsync(now with { Questions = now.Questions - 1 }, cancellation),
            AuthorityResult.Refused refused => await _blocks.SettleAsync(
                now with { Blocked = refused.Code, Ending = Ending.Everything, Questions = 0 }, cancellation),
            _ => throw new InvalidOperationException(answer.GetType().Name),
        };
    }

    private async Task EndAsync(AccountBlock block, CancellationToken cancellation)
    {
        await _trail.IntentAsync(OffboardingAudit.Intent(block), cancellation);
        var ends = block.Ending is Ending.Everything ? _ends : [.. _ends.Where(static end => end.EndsWithSession)];
        var ended = await Task.WhenAll(ends.Select(end => EndAsync(end, block, cancellation)));
        await _trail.OutcomeAsync(OffboardingAudit.Outcome(block, ended), cancellation);
        if (ended.All(static part => part.Count is not null))
            await _blocks.SettleAsync(block with { Ending = Ending.Nothing, Questions = block.Blocked is null ? block.Questions : 0 }, cancellation);
    }

    private async Task<Ended> EndAsync(IEndsWithPerson end, AccountBlock block, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Patience);
        try
        {
            return new(end.Kind, await end.EndAsync(block.Person, block.Blocked ?? block.Reason, limited.Token));
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.NotEnded(_log, end.Kind, block.Person.Id, failure.GetType().Name);
            return new(end.Kind, null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "What was heard about {Person} was not followed up ({Failure}); it is tried again.")]
        public static partial void NotFollowedUp(ILogger logger, SubjectId person, string failure);

        [LoggerMessage(LogLevel.Warning, "The {Kind} of {Person} did not end ({Failure}); they are tried again.")]
        public static partial void NotEnded(ILogger logger, string kind, SubjectId person, string failure);
    }
}
