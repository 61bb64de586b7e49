using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Search;

/// <summary>
/// Reads the messages of a person's threads, the newest first, and compares the parts that <see cref="AnswerVisibility"/> shows them. The amount of
/// reading depends on the numbers and times of messages, which every member sees, and on the matches found. It never depends on the text of a locked
/// answer, which would be a side channel.
/// </summary>
public sealed class MessageSearch(MessageStore messages, AnswerVisibility visibility)
{
    private const int AtOnce = 8;

    /// <param name="threads">The threads that this person is a member of, checked by the caller.</param>
    /// <param name="after">The last message of the previous page.</param>
    public async Task<MessageFindings> FindAsync(
        Authority viewer, IReadOnlyList<ThreadWithMembers> threads, MessageQuestion question, MessagePlace? after, int take, CancellationToken cancellation)
    {
        var budget = new SearchBudget(SearchLimits.MostMessages);
        var sources = await SourcesAsync(threads, question, cancellation);
        var found = new SortedSet<MessageHit>(Comparer<MessageHit>.Create(static (one, other) => one.Place.Against(other.Place)));
        while (true)
        {
            var open = sources.Where(static source => source.IsOpen).OrderByDescending(static source => source.Newest).ToArray();
            var frontier = open.Length > 0 ? open[0].Newest : DateTimeOffset.MinValue;
            var isSettled = open.Length == 0 || budget.IsSpent;
            if (isSettled || found.TakeWhile(hit => hit.Place.At > frontier).Skip(take).Any())
                return new([.. found.Take(take)], found.Count > take, isSettled && open.Length > 0);
            var next = Affordable(open, budget);
            foreach (var hits in await Task.WhenAll(next.Select(source => ReadAsync(viewer, source, question, cancellation))))
                found.UnionWith(hits.Where(hit => after is not { } last || hit.Place.Against(last) > 0));
        }
    }

    private static List<SearchedThread> Affordable(SearchedThread[] open, SearchBudget budget)
    {
        var next = new List<SearchedThread>(AtOnce);
        for (var i = 0; i < open.Length && next.Count < AtOnce && budget.Take(open[i].NextRange.Limit); i++)
        {
            next.Add(open[i]);
        }

        return next;
    }

    private async Task<SearchedThread[]> SourcesAsync(IReadOnlyList<ThreadWithMembers> threads, MessageQuestion question, CancellationToken cancellation)
    {
        // A separate budget, because many long threads would otherwise use up the budget for reading. A thread that is not skipped is read and
        // filtered.
        var skipping = new SearchBudget(SearchLimits.MostMessages / 2);
        var sources = threads
            .Where(thread => question.After is not { } after || thread.Thread.Thread.LastAt >= after)
            .Select(static thread => new SearchedThread(thread))
            .ToArray();
        if (question.Before is { } before)
            await Parallel.ForEachAsync(
                sources.Where(source => source.Newest >= before), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (source, token) =>
                    await source.SkipAsync(seq => skipping.Take(1) ? TimeAsync(source, seq, token) : Task.FromResult<DateTimeOffset?>(null), before));
        return sources;
    }

    private async Task<DateTimeOffset?> TimeAsync(SearchedThread source, long seq, CancellationToken cancellation) =>
        await messages.ListAsync(source.Thread.Thread, new(seq, 1), cancellation) is [var message, ..] ? MessageQuestion.TimeOf(message) : null;

    /// <summary>Returns the matches in the thread's next part, in the direction of its start.</summary>
    private async Task<IReadOnlyList<MessageHit>> ReadAsync(Authority viewer, SearchedThread source, MessageQuestion question, CancellationToken cancellation)
    {
        var part = await messages.ListAsync(source.Thread.Thread, source.NextRange, cancellation);
        var places = source.Read(part, question.After);
        ThreadMessage[] admitted = [.. part.Where(question.Admits)];
        var hits = new List<MessageHit>();
        if (admitted.Length == 0)
            return hits;
        foreach (var (message, seen) in admitted.Zip(await visibility.OfAsync(viewer, admitted, cancellation)))
        {
            if (SearchedText.Of(seen) is { Length: > 0 } text && question.Terms.Find(text) is { } at)
                hits.Add(new(message, source.Thread, MessageQuestion.TimeOf(message), MarkedText.Excerpt(text, at), places[message.Id]));
        }

        return hits;
    }
}

/// <summary>A message that matches a search. <paramref name="At"/> is the time of a typed message; for an answer, the time of its question.</summary>
public sealed record MessageHit(ThreadMessage Message, ThreadWithMembers Thread, DateTimeOffset At, MarkedText Excerpt, MessagePlace Place);

/// <summary>A page of matching messages, the newest first. <paramref name="OlderNotSearched"/>: the limit was reached before the oldest message.</summary>
public sealed record MessageFindings(ImmutableArray<MessageHit> Hits, bool More, bool OlderNotSearched);

/// <summary>
/// The criteria of a message search. <paramref name="From"/>: the people who typed a message or wrote its text; null for no restriction.
/// <paramref name="FromAgent"/>: also include the agent's answers.
/// </summary>
public sealed record MessageQuestion(SearchTerms Terms, ImmutableHashSet<SubjectId>? From, bool FromAgent, DateTimeOffset? Before, DateTimeOffset? After)
{
    /// <summary>Filters by metadata that every member of the thread can see, never by the message's text.</summary>
    internal bool Admits(ThreadMessage message)
    {
        var at = TimeOf(message);
        return (Before is null || at < Before) && (After is null || at >= After) && (From is null || IsFrom(message));
    }

    /// <summary>Returns the time of a message; for an answer, that of its question.</summary>
    internal static DateTimeOffset TimeOf(ThreadMessage message) => message is ThreadMessage.Answer answer ? answer.AskedAt : message.At;

    private bool IsFrom(ThreadMessage message) => message is ThreadMessage.Typed typed
        ? From!.Contains(typed.AskedBy.Id) || (typed.Author is { } author && From.Contains(author.Subject))
        : FromAgent;
}

/// <summary>The remaining read budget of one search, in messages. Each read counts as at least <see cref="SearchLimits.LeastPerRead"/>.</summary>
internal sealed class SearchBudget(int messages)
{
    private int _left = messages;

    public bool IsSpent => Volatile.Read(ref _left) <= 0;

    /// <summary>Takes from the budget. False when it is used up; the caller must then not read.</summary>
    public bool Take(int more)
    {
        if (IsSpent)
            return false;
        Interlocked.Add(ref _left, -Math.Max(SearchLimits.LeastPerRead, more));
        return true;
    }
}
