using System.Collections.Immutable;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Resolves the mentions and the quote of a text. People are found by subject id in the thread or the directory, never by the typed name. A quote
/// is found by its number in the same thread. Costs one query, or none for a text without references.
/// </summary>
public sealed class Mentioned(ThreadStore threads, MessageStore messages, PeopleStore people)
{
    internal async Task<Result> FindAsync(
        Authority speaker, ThreadId thread, MessageText text, IReadOnlyList<MentionText>? given, string? quote, CancellationToken cancellation)
    {
        MentionText[] named = [.. (given ?? []).OfType<MentionText>().DistinctBy(static one => (one.Subject, one.As))];
        if (named.Length == 0 && quote is null)
            return new Result.Found(MessageRefs.None);
        if (named.Length > Mention.Most)
            return new Result.Refused(Problem.BadRequest("mentions", $"A message names at most {Mention.Most} people."));
        if (!Mention.AreIn(text.Value, [.. named.Select(static one => one.As)]))
            return new Result.Refused(Problem.BadRequest("mentions", "Each mention says how the text writes it: @ and a name that is in the text."));
        var members = await threads.MembersAsync(thread, cancellation);
        if (members.FirstOrDefault(member => member.Subject == speaker.Subject.Id) is not { } me)
            return new Result.Refused(Problem.NotFound());
        long? quoted = null;
        if (quote is not null)
        {
            if (!MessageId.TryParse(quote, out var id) || id.Thread != thread || !me.MayRead(id) || await messages.FindAsync(id, cancellation) is null)
                return new Result.Refused(Problem.NotFound());
            quoted = id.Seq;
        }

        return await PeopleAsync(named, members, quoted, cancellation);
    }

    private async Task<Result> PeopleAsync(MentionText[] named, ImmutableArray<Member> members, long? quoted, CancellationToken cancellation)
    {
        var mentions = ImmutableArray.CreateBuilder<Mention>();
        foreach (var one in named)
        {
            var person = !SubjectId.TryParse(one.Subject, out var id) ? null
                : members.FirstOrDefault(member => member.Subject == id) is { } member ? Participant.Of(member)
                : await people.FindAsync(id, cancellation) is { } known ? Participant.Of(known)
                : null;
            if (person is null)
                return new Result.Refused(Problem.BadRequest("unknown-person", $"Nobody here is the person that {one.As} stands for."));
            mentions.Add(new(person.Subject, person.Name, one.As));
        }

        ImmutableArray<SubjectId> present = [.. members.Select(static member => member.Subject).Intersect(mentions.Select(static one => one.Subject))];
        return new Result.Found(new(mentions.ToImmutable(), present, quoted));
    }

    internal abstract record Result
    {
        private Result()
        {
        }

        public sealed record Found(MessageRefs Refs) : Result;

        public sealed record Refused(Problem Problem) : Result;
    }
}

/// <summary>A mention in a request. <c>As</c> is <c>@</c> and a name, exactly as in the text.</summary>
internal sealed record MentionText(string Subject, string As);
