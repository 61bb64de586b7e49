using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>
/// One version of a page, with its author and time. <paramref name="Contributors"/> are the authors of all versions up to it, because their text
/// may remain in it. Versions are append-only.
/// </summary>
public sealed record WikiPage(
    PageId Id, string Title, string Text, int Version, Participant Author, DateTimeOffset At, ImmutableArray<Participant> Contributors)
{
    /// <summary>Only the latest contributors are stored.</summary>
    public const int MostContributors = 1_000;

    public PageHead Head => new(Id, Title, Version, Author, At, Contributors);

    public static WikiPage First(PageId id, string title, string text, Participant author, DateTimeOffset at) => new(id, title, text, 1, author, at, [author]);

    public WikiPage Next(string title, string text, Participant author, DateTimeOffset at) =>
        new(Id, title, text, Version + 1, author, at, [.. Contributors.Where(known => known.Subject != author.Subject).TakeLast(MostContributors - 1), author]);
}
