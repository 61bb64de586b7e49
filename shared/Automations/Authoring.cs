using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Automations;

/// <summary>
/// The changes that an author can make to their own automations. Each method takes the author's current authority. The caller checks that a consent
/// comes from the author's own browser session.
/// </summary>
public sealed class Authoring(AutomationStore store, ThreadStore threads, AutomationLimits limits, TimeProvider time)
{
    /// <summary>Whether the author is below the limit of unfinished automations.</summary>
    public async Task<bool> HasRoomAsync(Authority author, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        return (await store.CountAsync(author.Subject.Id, cancellation)).Unfinished < limits.PerPerson
            || (await store.OfAuthorAsync(author.Subject.Id, cancellation)).Count(static a => a.State is not AutomationState.Finished) < limits.PerPerson;
    }

    /// <summary>Creates an automation and a home thread with its author as the only member. Null when the author is at the limit.</summary>
    public async Task<Automation?> CreateAsync(Authority author, AutomationContent content, ThreadId? sharedWith, bool agreed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(content);
        if (!await HasRoomAsync(author, cancellation))
            return null;
        content = content.WithWordsOf(content.TextAuthors, author.Subject.Id);
        var now = time.GetUtcNow();
        var home = await threads.CreateAsync(author.Subject, content.PlainTitle(now), [], cancellation);
        var automation = new Automation(
            AutomationId.New(), author.Subject, AutomationState.Waiting, null, content, home.Thread.Id, sharedWith, now, null, null, null, default);
        if (agreed)
            automation = Agreed(automation, content);
        await store.AddAsync(automation, cancellation);
        return automation;
    }

    /// <summary>
    /// Stores the change as a draft until the author agrees to it. The agreed content keeps running. Null when the automation has ended.
    /// </summary>
    public Task<Automation?> ChangeAsync(Authority author, Automation automation, AutomationContent content, CancellationToken cancellation) =>
        OwnAsync(
            author,
            automation,
            a =>
                a with
                {
                    Draft =
                        a.Agreed is { } agreed && ContentHash.Of(agreed) == ContentHash.Of(content)
                            ? null
                            : content.WithWordsOf(a.Latest?.TextAuthors ?? [], a.Author.Id).WithEvidence(a.Evidence),
                },
            cancellation);

    public Task<Automation?> ShareAsync(Authority author, Automation automation, ThreadId? thread, CancellationToken cancellation) =>
        OwnAsync(author, automation, a => a with { SharedWith = thread }, cancellation);

    /// <summary>Sets whether results are also sent to the author's direct messages in Slack.</summary>
    public Task<Automation?> DeliverAsync(Authority author, Automation automation, bool toSlack, CancellationToken cancellation) =>
        OwnAsync(author, automation, a => a with { DeliversToSlack = toSlack }, cancellation);

    /// <summary>
    /// Records the author's consent to the content with this hash. Null when the pending content has another hash, or when its trigger can no longer
    /// fire.
    /// </summary>
    public async Task<Automation?> AgreeAsync(Authority author, Automation automation, string hash, ProposalId? proposal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        var proposed = proposal is { } id ? (await store.ProposalsAsync(automation, cancellation)).FirstOrDefault(p => p.Id == id) : null;
        if (proposal is not null && proposed is null)
            return null;
        var agreed = await OwnAsync(
            author,
            automation,
            a =>
                (proposed?.Content.WithWordsOf([.. a.Latest?.TextAuthors ?? [], TextAuthor.Of(proposed.By)], a.Author.Id).WithEvidence(a.Evidence) ?? a.Latest)
                    is { } content
                && IsHash(content, hash)
                && (WakeTimes.Of(content.Trigger, time.GetUtcNow()) is not null || content.Trigger is Trigger.SignedEvent)
                    ? Agreed(a, content)
                    : null,
            cancellation);
        if (agreed is not null && proposal is { } taken)
            await store.RemoveProposalAsync(automation.Id, taken, cancellation);
        return agreed;
    }

    public Task<Automation?> PauseAsync(Authority author, Automation automation, CancellationToken cancellation) => OwnAsync(
            author,
            automation,
            static a => a.State is AutomationState.Active or AutomationState.Paused ? a with { State = AutomationState.Paused, NextDue = null } : null,
            cancellation);

    /// <summary>Resumes a paused or parked automation at its author's request. If an obstacle remains, the next run reports it.</summary>
    public Task<Automation?> ResumeAsync(Authority author, Automation automation, CancellationToken cancellation) => OwnAsync(
        author,
        automation,
        a => a.State is AutomationState.Paused or AutomationState.Parked or AutomationState.Active
            ? AutomationStore.Awake(a with { Parked = null, ParkedAt = null, NextDue = a.NextDue ?? store.NextDue(a) })
            : null,
        cancellation);

    public Task<Automation?> EndAsync(Authority author, Automation automation, CancellationToken cancellation) =>
        OwnAsync(author, automation, static a => a with { State = AutomationState.Ended, SharedWith = null, NextDue = null }, cancellation);

    /// <summary>Ends a finished automation. Null when it is no longer finished or has another author.</summary>
    public Task<Automation?> EndFinishedAsync(Authority author, AutomationId id, CancellationToken cancellation) =>
        OwnAsync(
            author,
            id,
            static a => a.State is AutomationState.Finished ? a with { State = AutomationState.Ended, SharedWith = null, NextDue = null } : null,
            cancellation);

    /// <summary>Compares the hash in constant time, so it cannot be guessed byte by byte.</summary>
    public static bool IsHash(AutomationContent content, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ContentHash.Of(content)), Encoding.UTF8.GetBytes(hash));

    private Automation Agreed(Automation automation, AutomationContent content)
    {
        var agreed = automation with
        {
            State = automation.State is AutomationState.Waiting or AutomationState.Finished ? AutomationState.Active : automation.State,
            Agreed = content,
            Draft = null,
            AgreedAt = time.GetUtcNow(),
        };
        return agreed with { NextDue = agreed.State is AutomationState.Active ? store.NextDue(agreed) : null };
    }

    /// <summary>Checks the author against the stored row: an id that was found earlier confers no right.</summary>
    private Task<Automation?> OwnAsync(Authority author, Automation automation, Func<Automation, Automation?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(automation);
        return OwnAsync(author, automation.Id, change, cancellation);
    }

    private Task<Automation?> OwnAsync(Authority author, AutomationId id, Func<Automation, Automation?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(author);
        return store.ChangeAsync(id, a => a.Author.Id == author.Subject.Id && a.State is not AutomationState.Ended ? change(a) : null, cancellation);
    }
}

/// <summary>Limits of one person's automations. docs/reference.md lists the settings.</summary>
/// <param name="PerPerson">The maximum number of one person's automations that have not ended and are not finished.</param>
/// <param name="StartsPerMinute">Run starts per minute for one person. The rest start in the following minutes.</param>
public sealed record AutomationLimits(int PerPerson, int StartsPerMinute)
{
    /// <summary>Finished automations of one person. A new automation deletes the oldest ones above the limit.</summary>
    public const int MostFinished = 100;

    public const int LongestTitle = 120;

    public const int LongestPrompt = 4_000;

    public const int LongestSql = 8_000;

    public const int MostTools = 30;

    public const int MostConsents = 20;

    public const int MostFields = 40;

    public const int MostSources = 20;

    /// <summary>Characters of a consent's target, audience or value.</summary>
    public const int LongestText = 2_000;

    /// <summary>The maximum number of calls that one consent allows.</summary>
    public const int LargestTotal = 10_000;

    /// <summary>Pending proposals of one automation.</summary>
    public const int MostProposals = 20;

    /// <summary>The longest validity of a consent.</summary>
    public static TimeSpan LongestConsent { get; } = TimeSpan.FromDays(366);

    public static AutomationLimits From(IConfiguration configuration) => new(
        Positive(configuration, "ONBEHALF_MAX_AUTOMATIONS", 50),
        Positive(configuration, "ONBEHALF_MAX_RUN_STARTS_PER_MINUTE", 20));

    private static int Positive(IConfiguration configuration, string setting, int otherwise) => configuration[setting] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{setting} must be a whole number above 0, not '{text}'."),
    };
}
