namespace Onbehalf.Threads;

/// <summary>A page of a person's inbox. <paramref name="Next"/> is the start of the next page, null for the last one.</summary>
public sealed record InboxPage<T>(IReadOnlyList<T> Items, string? Next);
