using Onbehalf.Search;

namespace Onbehalf.Functions.Search;

/// <summary>What was found of one kind. With a cursor there is more; <c>olderNotSearched</c> says that the limit of one search came before the oldest message.</summary>
internal sealed record FoundGroup(SearchKind Kind, IReadOnlyList<FoundBody> Items, string? Cursor = null)
{
    public bool? OlderNotSearched { get; init; }
}

/// <summary>The groups that have something, and the filters that name nothing the caller can see.</summary>
internal sealed record FoundEverything(IReadOnlyList<FoundGroup> Groups, IReadOnlyList<string> Unknown);
