using System.Diagnostics;
using Onbehalf.Threads.Files;

namespace Onbehalf.Tests.Threads.Files;

/// <summary>What the model reads of a file, and that no file makes reading it expensive.</summary>
public sealed class FileTextsTests
{
    [Fact]
    public async Task A_text_is_itself_and_a_PDF_is_the_text_of_its_pages()
    {
        Assert.Equal("region,amount\nEMEA,3", await TextAsync(FileType.Csv, "\uFEFFregion,amount\r\nEMEA,3\u0000\n"u8.ToArray()));
        Assert.Equal("first page\nsecond page", await TextAsync(FileType.Pdf, PaperPdf.Of("first page", "second page")));
        Assert.Null(await TextAsync(FileType.Png, FileCheckTests.Png));
    }

    [Fact]
    public async Task A_long_text_is_cut_and_says_so()
    {
        var text = await TextAsync(FileType.Text, [.. Enumerable.Repeat((byte)'x', AttachedFile.MostBytes)]);

        Assert.StartsWith(new string('x', FileTexts.MostCharacters) + "\n[The file goes on:", text, StringComparison.Ordinal);
        Assert.InRange(text!.Length, FileTexts.MostCharacters, FileTexts.MostCharacters + 200);
    }

    public static TheoryData<string, byte[], string?> Hostile => new()
    {
        { "10,000 pages", PaperPdf.Of([.. Enumerable.Repeat("page", 10_000)]), "these are 100 of 10000 pages" },
        { "unpacks to 400 MB", PaperPdf.Bomb(400_000_000), null },
        { "the same content 2,000 times", PaperPdf.Endless(), "" },
        { "arrays in arrays", PaperPdf.Nested(200_000), "" },
        { "no PDF after its first line", "%PDF-1.7\nnothing"u8.ToArray(), null },
        { "cut", PaperPdf.Of("page")[..300], "" },
    };

    /// <param name="ending">How the text ends; null for no text, empty for any.</param>
    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_PDF_costs_little_time_and_memory(string name, byte[] content, string? ending)
    {
        var (started, before) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());

        var text = await TextAsync(FileType.Pdf, content);

        Assert.True(Stopwatch.GetElapsedTime(started) < PdfBudget.Time * 2, name);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 3_000_000_000, name);
        if (ending is null)
            Assert.Null(text);
        else
            Assert.Contains(ending, text ?? "", StringComparison.Ordinal);
        Assert.InRange(text?.Length ?? 0, 0, FileTexts.MostCharacters + 200);
    }

    private static async Task<string?> TextAsync(FileType type, byte[] content)
    {
        using var texts = new FileTexts();
        return await texts.ReadAsync(type, content, default);
    }
}
