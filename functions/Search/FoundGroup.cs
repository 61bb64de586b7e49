using Onbehalf.Search;

namespace Onbehalf.Functions.Search;

/// <summary>
/// The hits of one kind. A cursor means that there are more. <c>olderNotSearched</c>: the search limit was reached before the oldest message.
/// </summary>
internal sealed record FoundGroup(SearchKind Kind, IReadOnlyList<FoundBody> Items, string? Cursor = null)
{
    public bool? OlderNotSearched { get; init; }
}

/// <summary>The groups with hits, and the filter values that match nothing the caller can see.</summary>
internal sealed record FoundEverything(IReadOnlyList<FoundGroup> Groups, IReadOnlyList<string> Unknown);
