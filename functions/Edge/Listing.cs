namespace Onbehalf.Functions.Edge;

/// <summary>One page of a list. Without a continuation it is the last page.</summary>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Continuation = null);
