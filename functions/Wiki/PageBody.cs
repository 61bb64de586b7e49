using Onbehalf.Functions.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>A version of a page. Its text is Markdown as it was typed; whoever shows it makes it safe.</summary>
internal sealed record PageBody(PageId Id, SpaceId SpaceId, string Title, string Text, int Version, PersonBody Author, DateTimeOffset At)
{
    public static PageBody Of(WikiPage page) => new(page.Id, page.Id.Space, page.Title, page.Text, page.Version, PersonBody.Of(page.Author), page.At);
}
