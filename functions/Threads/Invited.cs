using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>The known people that a request names, or the problem to return.</summary>
internal abstract record Invited
{
    private const int LongestEcho = 64;

    private Invited()
    {
    }

    public static async Task<Invited> FindAsync(PeopleStore people, IReadOnlyList<MemberText?>? members, CancellationToken cancellation)
    {
        var given = (members ?? []).Select(static m => m?.Given ?? "").Distinct(StringComparer.Ordinal).ToArray();
        if (given.Length >= ThreadLimits.MaxMembers)
            return new Refused(Problem.BadRequest("members", $"At most {ThreadLimits.MaxMembers} people can be in one place."));
        var known = new List<Participant>();
        foreach (var text in given)
        {
            if (!SubjectId.TryParse(text, out var id) || await people.FindAsync(id, cancellation) is not { } person)
                return new Refused(
                    Problem.BadRequest("unknown-person", $"Nobody here has the subject id '{(text.Length > LongestEcho ? text[..LongestEcho] + "…" : text)}'.")
                );
            known.Add(Participant.Of(person));
        }

        return new People(known);
    }

    public sealed record People(IReadOnlyList<Participant> Known) : Invited;

    public sealed record Refused(Problem Problem) : Invited;
}
