using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Tests.Wiki;

public sealed class WikiRowsTests
{
    [Fact]
    public void A_page_that_a_thousand_people_wrote_on_fits_its_row_and_still_knows_them()
    {
        var page = WikiPage.First(PageId.New(SpaceId.New()), "Who is who", "text", Somebody(0), DateTimeOffset.UnixEpoch);
        for (var n = 1; n < WikiPage.MostContributors + 100; n++)
            page = page.Next("Who is who", "text", Somebody(n), DateTimeOffset.UnixEpoch);

        var row = WikiRows.PageRow(page);

        Assert.All(row.Keys.Select(name => row[name]).OfType<string>(), static text => Assert.InRange(text.Length, 0, 32_768));
        var read = WikiRows.ReadPage(row);
        Assert.Equal(WikiPage.MostContributors, read.Contributors.Length);
        Assert.Equal(page.Contributors.AsEnumerable(), read.Contributors);
    }

    private static Participant Somebody(int n) => new(SubjectId.Of("i", null, $"{n}"), $"{new string('ж', 90)}{n}");
}
