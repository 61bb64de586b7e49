using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity;

/// <summary>The only mint of <see cref="Authority"/>.</summary>
public sealed partial class Authorities
{
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>
    /// For this long after a read found no block, reads query only the directory. This can delay the end of a block, never a refusal.
    /// </summary>
    private static readonly TimeSpan BlockReread = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<SubjectId, PersonConfirmation> _people = new();
    private readonly DirectoryCatalog _directories;
    private readonly PeopleStore _store;
    private readonly AccountBlocks _standings;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal Authorities(
        DirectoryCatalog directories,
        PeopleStore store,
        AccountBlocks standings,
        ConfirmationWindow window,
        TimeProvider time,
        ILogger<Authorities>? log = null)
    {
        _log = log ?? NullLogger<Authorities>.Instance;
        _directories = directories;
        _store = store;
        _standings = standings;
        _window = TimeSpan.FromSeconds(window.Seconds);
        _time = time;
    }

    /// <summary>Returns the authority that <see cref="ConfirmAsync"/> confirms; null if it confirms none.</summary>
    public async Task<Authority?> FindAsync(Subject subject, Freshness freshness, CancellationToken cancellation) =>
        await ConfirmAsync(subject, freshness, cancellation) is AuthorityResult.Confirmed { Authority: var authority } ? authority : null;

    /// <summary>Confirms at the directory that the person is active, and with which groups. Calls started together share one question.</summary>
    public async Task<AuthorityResult> ConfirmAsync(Subject subject, Freshness freshness, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Id != SubjectId.Of(subject.Issuer, subject.Tenant, subject.Key) || _directories.For(subject) is not { } directory)
            return new AuthorityResult.Refused(AccountCodes.Unknown, "Your sign-in provider is not trusted here. Sign in with another account.");
        if (_people.Count > MaxRemembered)
            Trim();
        var person = _people.GetOrAdd(subject.Id, static _ => new());
        if (freshness is Freshness.Read
            && person.NotOlderThan(_window, _time.GetUtcNow()) is { } recent
            && AccountBlocks.Allows(recent, await StandingAsync(person, subject.Id, cancellation)))
            return new AuthorityResult.Confirmed(recent);
        var asked = freshness is Freshness.Read && person.IsUnblocked(BlockReread, _time.GetUtcNow())
            ? person.ReadQuestion.AskAsync(() => AskAsync(person, directory, subject, isUnblocked: true))
            : person.Question.AskAsync(() => AskAsync(person, directory, subject, isUnblocked: false));
        return await asked.WaitAsync(cancellation);
    }

    /// <summary>
    /// Whether somebody can still be asked about this person when the request's own proof is gone. A caller for whom this is false starts
    /// nothing that outlives the request.
    /// </summary>
    public async Task<bool> CanConfirmLaterAsync(Subject subject, CancellationToken cancellation) =>
        _directories.For(subject) is { } directory && await directory.CanAnswerLaterAsync(subject, cancellation);

    /// <summary>Whether a person can be asked about without using a grant of theirs: the only way to ask in somebody else's turn.</summary>
    public bool CanConfirmForOthers(Subject subject) => _directories.For(subject) is { UsesPersonsGrant: false };

    /// <summary>Forgets what is known about a person, so that the next question goes to the directory whatever its freshness.</summary>
    public void Forget(SubjectId subject)
    {
        if (_people.TryGetValue(subject, out var person))
            person.Forget();
    }

    private Task<AccountBlock?> StandingAsync(PersonConfirmation person, SubjectId id, CancellationToken cancellation) =>
        person.Standing.AskAsync(() => _standings.FindAsync(id, CancellationToken.None)).WaitAsync(cancellation);

    private static string VersionOf(DirectoryAnswer.Active answer) => Sha256.HexOfJson(answer.Groups.Prepend(answer.Version))[..32];

    /// <param name="isUnblocked">True if the store had no block a moment ago. It is then read only for a refusal.</param>
    private async Task<AuthorityResult> AskAsync(PersonConfirmation person, IDirectory directory, Subject subject, bool isUnblocked)
    {
        var standing = isUnblocked ? null : BlockedAsync(person, subject.Id);
        var (answer, sentAt, era) = await AskOnceAsync(person, directory, subject);
        var blocked = standing is not null ? await standing : answer is DirectoryAnswer.Active ? null : await BlockedAsync(person, subject.Id);
        if (blocked is not null && answer is DirectoryAnswer.Active)
        {
            // That answer may be older than the block. Only one to a question asked since ends it.
            (answer, sentAt, era) = await AskOnceAsync(person, directory, subject);
            if (answer is DirectoryAnswer.Active && !await _standings.TryLiftAsync(blocked, CancellationToken.None))
                answer = new DirectoryAnswer.Unavailable("Something else was heard meanwhile.");
        }

        if (answer is not DirectoryAnswer.Active active)
        {
            person.Forget();
            if (answer is DirectoryAnswer.Unavailable unclear)
                Log.NotConfirmed(_log, subject.Id, subject.ProviderId, unclear.Code, unclear.Reason);
            if (answer is DirectoryAnswer.Disabled && blocked is null)
                await _standings.HearAsync(subject, AccountCodes.Disabled, blocks: true, questions: 0, Ending.Everything, CancellationToken.None);
            return Refusal(answer);
        }

        var named = subject with { Name = active.Name };
        var authority = new Authority(named, active.Groups, VersionOf(active), sentAt);
        person.Remember(authority, era);
        await _store.RememberAsync(named, CancellationToken.None);
        return new AuthorityResult.Confirmed(authority);
    }

    private async Task<AccountBlock?> BlockedAsync(PersonConfirmation person, SubjectId subject)
    {
        var (readAt, era) = (_time.GetUtcNow(), person.Era);
        if (await _standings.FindAsync(subject, CancellationToken.None) is { Blocked: not null } found)
            return found;
        person.RememberUnblocked(readAt, era);
        return null;
    }

    private async Task<(DirectoryAnswer Answer, DateTimeOffset SentAt, int Era)> AskOnceAsync(PersonConfirmation person, IDirectory directory, Subject subject)
    {
        var (sentAt, era) = (_time.GetUtcNow(), person.Era);
        using var patience = new CancellationTokenSource(Patience);
        return (await FindAsync(directory, subject, patience.Token), sentAt, era);
    }

    private static async Task<DirectoryAnswer> FindAsync(IDirectory directory, Subject subject, CancellationToken patience)
    {
        try
        {
            return await directory.FindAsync(subject, patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new DirectoryAnswer.Unavailable("The directory did not answer in time.");
        }
    }

    private static AuthorityResult.Refused Refusal(DirectoryAnswer answer) =>
        answer switch
        {
            DirectoryAnswer.Disabled => new(AccountCodes.Disabled, "Your account is disabled at your organisation. Ask your administrator to enable it.")
            {
                IsClearNo = true,
            },
            DirectoryAnswer.Unknown => new(
                AccountCodes.Unknown, "Your organisation's directory does not know your account. Sign in again, or ask your administrator.")
            {
                IsClearNo = true,
            },
            DirectoryAnswer.Unavailable { Sentence: { } sentence, Code: var code } => new(code, sentence),
            _ => new(
                AccountCodes.DirectoryUnavailable,
                "Your organisation's directory cannot confirm your account right now, so nothing was done for you. Try again in a moment."),
        };

    private void Trim()
    {
        foreach (var (id, person) in _people)
            if (person.Question.IsIdle && person.ReadQuestion.IsIdle && person.NotOlderThan(_window, _time.GetUtcNow()) is null)
                _people.TryRemove(id, out _);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Person} was not confirmed at {Issuer} ({Code}): {Reason}")]
        public static partial void NotConfirmed(ILogger log, SubjectId person, string issuer, string code, string reason);
    }
}
