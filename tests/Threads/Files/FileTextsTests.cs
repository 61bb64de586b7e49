using System.Text;
using Microsoft.Extensions.Configuration;
using Onbehalf.Threads.Files;

namespace Onbehalf.Tests.Threads.Files;

/// <summary>The file content for the model, and its limits: no file makes reading expensive.</summary>
public sealed class FileTextsTests
{
    [Fact]
    public async Task A_text_is_itself_and_a_PDF_is_the_text_of_its_pages()
    {
        Assert.Equal("region,amount\nEMEA,3", await TextAsync(FileType.Csv, "\uFEFFregion,amount\r\nEMEA,3\u0000\n"u8.ToArray()));
        Assert.Equal("first page\nsecond page", await TextAsync(FileType.Pdf, PaperPdf.Of("first page", "second page")));
        Assert.Null(await TextAsync(FileType.Png, FileCheckTests.Png));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task A_PDF_is_read_unless_an_operator_says_no(string? setting, bool isRead)
    {
        using var texts = new FileTexts(FileTexts.ReadsPdf(Of(setting)));

        Assert.Equal(isRead ? new FileText.Found("page") : FileText.Off, await texts.ReadAsync(FileType.Pdf, PaperPdf.Of("page"), default));
        Assert.Contains("ONBEHALF_PDF_TEXT", Assert.Throws<InvalidOperationException>(static () => FileTexts.ReadsPdf(Of("yes"))).Message, StringComparison.Ordinal);

        static IConfiguration Of(string? value) => new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_PDF_TEXT", value)]).Build();
    }

    [Fact]
    public async Task A_long_text_is_decoded_as_far_as_it_is_shown_and_no_character_is_cut()
    {
        var content = Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("😀", 2_000_000)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var reading = TextAsync(FileType.Text, content);

        Assert.True(reading.IsCompleted);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 5_000_000);
        var text = await reading;
        Assert.StartsWith("x😀😀", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', text!);
        Assert.EndsWith("😀\n[The file goes on: these are the first 19999 of 4000001 characters.]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_is_cut_and_says_so()
    {
        var text = await TextAsync(FileType.Text, [.. Enumerable.Repeat((byte)'x', AttachedFile.MostBytes)]);

        Assert.StartsWith(new string('x', FileTexts.MostCharacters) + "\n[The file goes on:", text, StringComparison.Ordinal);
        Assert.InRange(text!.Length, FileTexts.MostCharacters, FileTexts.MostCharacters + 200);
    }

    public static TheoryData<string, Func<byte[]>, string?> Hostile => new()
    {
        { "10,000 pages", static () => PaperPdf.Of([.. Enumerable.Repeat("page", 10_000)]), "these are 100 of 10000 pages" },
        { "unpacks to 400 MB", static () => PaperPdf.Bomb(400_000_000), null },
        { "unpacks to 400 MB behind a wrong header", static () => PaperPdf.Bomb(400_000_000, hasHeader: false), null },
        { "saves 4 million states", static () => PaperPdf.Bomb(8_000_000), null },
        { "rows of 2 GB", static () => PaperPdf.Predicted(2_000_000_000), null },
        { "the same content 2,000 times", static () => PaperPdf.Endless(), "" },
        { "arrays in arrays", static () => PaperPdf.Nested(200_000), "" },
        { "a length that is its own object", static () => PaperPdf.Of("page").Replaced("/Length 35", "/Length 4 0 R"), "" },
        { "pages that are their own pages", static () => PaperPdf.Of("page").Replaced("/Kids[5 0 R", "/Kids[2 0 R"), null },
        { "a parent without end", static () => PaperPdf.Of("page").Replaced("/Catalog/Pages 2 0 R", "/Catalog/Pages 1 0 R"), null },
        { "no PDF after its first line", static () => "%PDF-1.7\nnothing"u8.ToArray(), null },
        { "cut", static () => PaperPdf.Of("page")[..300], "" },
    };

    /// <param name="ending">How the text ends; null for no text, empty for any.</param>
    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public async Task A_hostile_PDF_ends_at_a_limit_and_has_at_most_its_first_text(string name, Func<byte[]> content, string? ending)
    {
        using var texts = new FileTexts(readsPdf: true);

        var read = await texts.ReadAsync(FileType.Pdf, content(), default);

        var text = (read as FileText.Found)?.Text;
        if (ending is null)
            Assert.True(read == FileText.Empty || read == FileText.TooComplex, name);
        else
            Assert.Contains(ending, text ?? "", StringComparison.Ordinal);
        Assert.InRange(text?.Length ?? 0, 0, FileTexts.MostCharacters + 200);
    }

    private static async Task<string?> TextAsync(FileType type, byte[] content)
    {
        using var texts = new FileTexts(readsPdf: true);
        return (await texts.ReadAsync(type, content, default) as FileText.Found)?.Text;
    }
}
