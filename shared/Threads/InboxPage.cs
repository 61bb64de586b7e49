namespace Onbehalf.Threads;

/// <summary>A page of what is in a person's inbox; <paramref name="Next"/> is where the next one starts, null at the end.</summary>
public sealed record InboxPage<T>(IReadOnlyList<T> Items, string? Next);
