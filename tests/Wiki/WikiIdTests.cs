using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Wiki;

namespace Onbehalf.Tests.Wiki;

public sealed class WikiIdTests
{
    [Fact]
    public void Ids_come_back_and_a_page_knows_its_space()
    {
        var page = PageId.New(SpaceId.New());

        Assert.True(PageId.TryParse(page.Value, out var back));
        Assert.Equal((page, page.Space), (back, SpaceId.Parse(back.Space.Value)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("saaaaaaaaaaaaaaaaaaaa")]
    [InlineData("saaaaaaaaaaaaaaaaaaaa-")]
    [InlineData("saaaaaaaaaaaaaaaaaaaa-maaaaaaaaaaaaaaaaaaaa")]
    [InlineData("saaaaaaaaaaaaaaaaaaaa-paaaaaaaaaaaaaaaaaaa'")]
    public void What_is_not_a_page_id_is_not_read(string? text) => Assert.False(PageId.TryParse(text, out _));

    [Fact]
    public void Rows_come_back_as_what_they_were_made_of()
    {
        var author = new Participant(SubjectId.Of("i", null, "s"), "Ann");
        var space = new WikiSpace(SpaceId.New(), "Name", ["a"], ["b"], RoomId.New(), author);
        var page = WikiPage.First(PageId.New(space.Id), "Title", new string('ü', 90_000), author, DateTimeOffset.UnixEpoch);

        var (spaceBack, pageBack) = (WikiRows.ReadSpace(WikiRows.Of(space)), WikiRows.ReadPage(WikiRows.PageRow(page)));

        Assert.Equal((space.Id, "Name", "a", "b", space.Room), (spaceBack.Id, spaceBack.Name, spaceBack.Readers.Single(), spaceBack.Writers.Single(), spaceBack.Room));
        Assert.Equal((page.Id, page.Title, page.Text, page.Version, author), (pageBack.Id, pageBack.Title, pageBack.Text, pageBack.Version, pageBack.Contributors.Single()));
    }

    [Fact]
    public void A_difference_can_be_applied_to_come_from_one_text_to_the_other()
    {
        var random = new Random(42);
        for (var n = 0; n < 200; n++)
        {
            var (before, after) = (Text(random), Text(random));

            var lines = LineDiff.Of(before, after);

            Assert.Equal(before, string.Join('\n', lines.Where(static line => line.Kind != DiffKind.Added).Select(static line => line.Text)));
            Assert.Equal(after, string.Join('\n', lines.Where(static line => line.Kind != DiffKind.Removed).Select(static line => line.Text)));
        }
    }

    private static string Text(Random random) => string.Join('\n', Enumerable.Range(0, random.Next(0, 12)).Select(_ => ((char)('a' + random.Next(4))).ToString()));
}
