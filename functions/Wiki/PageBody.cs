using Onbehalf.Functions.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

/// <summary>A version of a page. Its text is unsanitized Markdown; the renderer must sanitize it.</summary>
internal sealed record PageBody(PageId Id, SpaceId SpaceId, string Title, string Text, int Version, PersonBody Author, DateTimeOffset At)
{
    public static PageBody Of(WikiPage page) => new(page.Id, page.Id.Space, page.Title, page.Text, page.Version, PersonBody.Of(page.Author), page.At);
}
