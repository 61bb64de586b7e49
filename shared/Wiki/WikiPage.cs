using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>
/// One version of a page, with who wrote it and when. <paramref name="Contributors"/> are all who wrote any version up to it: words of
/// theirs may still be in it. Versions are added, never changed or removed.
/// </summary>
public sealed record WikiPage(
    PageId Id, string Title, string Text, int Version, Participant Author, DateTimeOffset At, ImmutableArray<Participant> Contributors)
{
    /// <summary>The latest of them are remembered; nobody reads a page by the words of its thousandth writer.</summary>
    public const int MostContributors = 1_000;

    public PageHead Head => new(Id, Title, Version, Author, At, Contributors);

    public static WikiPage First(PageId id, string title, string text, Participant author, DateTimeOffset at) => new(id, title, text, 1, author, at, [author]);

    public WikiPage Next(string title, string text, Participant author, DateTimeOffset at) =>
        new(Id, title, text, Version + 1, author, at, [.. Contributors.Where(known => known.Subject != author.Subject).TakeLast(MostContributors - 1), author]);
}
