using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>The validated name and groups of a space from a request.</summary>
internal sealed record SpaceAudience(string Name, ImmutableArray<string> Readers, ImmutableArray<string> Writers)
{
    public static bool TryRead(
        string name,
        IReadOnlyList<string>? readers,
        IReadOnlyList<string>? writers,
        [NotNullWhen(true)] out SpaceAudience? audience,
        [NotNullWhen(false)] out Problem? problem)
    {
        (audience, problem) = (null, null);
        if (GivenName.Clean(name, WikiLimits.LongestName) is not { Length: > 0 } clean)
            problem = Problem.BadRequest("name", $"A space's name has 1 to {WikiLimits.LongestName} characters.");
        else if (!AreGroups(readers ?? []) || !AreGroups(writers ?? []))
            problem = Problem.BadRequest("groups", $"readers and writers are lists of at most {WikiLimits.MostGroups} group names.");
        else
            audience = new(clean, Ordered(readers), Ordered(writers));
        return audience is not null;
    }

    private static bool AreGroups(IReadOnlyList<string> groups) =>
        groups.Count <= WikiLimits.MostGroups
        && groups.All(static group => group is { Length: > 0 and <= WikiLimits.LongestGroup } && !group.Any(char.IsControl));

    private static ImmutableArray<string> Ordered(IReadOnlyList<string>? groups) =>
        [.. (groups ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
