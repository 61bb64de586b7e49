using System.Collections.Immutable;

namespace Onbehalf.Wiki;

/// <summary>A page of a list. <paramref name="Next"/> is the continuation; null on the last page.</summary>
public sealed record Part<T>(ImmutableArray<T> Items, string? Next);
