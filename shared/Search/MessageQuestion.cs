using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Search;

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
