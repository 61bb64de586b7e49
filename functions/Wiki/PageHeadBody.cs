using Onbehalf.Functions.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Functions.Wiki;

internal sealed record PageHeadBody(PageId Id, SpaceId SpaceId, string Title, int Version, PersonBody Author, DateTimeOffset At)
{
    public static PageHeadBody Of(PageHead page) => new(page.Id, page.Id.Space, page.Title, page.Version, PersonBody.Of(page.Author), page.At);
}
