using System.Collections.Immutable;

namespace Onbehalf.Wiki;

/// <summary>A part of a list; without <paramref name="Next"/> it was the last.</summary>
public sealed record Part<T>(ImmutableArray<T> Items, string? Next);
