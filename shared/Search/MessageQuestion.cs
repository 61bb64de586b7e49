using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>
/// Which messages are looked for. <paramref name="From"/>: who typed them or whose words they are; null for anybody.
/// <paramref name="FromAgent"/>: the agent's answers, beside those of <paramref name="From"/>.
/// </summary>
public sealed record MessageQuestion(SearchTerms Terms, ImmutableHashSet<SubjectId>? From, bool FromAgent, DateTimeOffset? Before, DateTimeOffset? After)
{
    /// <summary>By what every member of the thread sees of a message: nothing that it says.</summary>
    internal bool Admits(ThreadMessage message)
    {
        var at = TimeOf(message);
        return (Before is null || at < Before) && (After is null || at >= After) && (From is null || IsFrom(message));
    }

    /// <summary>An answer has its question's time.</summary>
    internal static DateTimeOffset TimeOf(ThreadMessage message) => message is ThreadMessage.Answer answer ? answer.AskedAt : message.At;

    private bool IsFrom(ThreadMessage message) => message is ThreadMessage.Typed typed
        ? From!.Contains(typed.AskedBy.Id) || (typed.Author is { } author && From.Contains(author.Subject))
        : FromAgent;
}
