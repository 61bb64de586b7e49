using System.Text;
using Onbehalf.Threads.Files;

namespace Onbehalf.Tests.Threads.Files;

/// <summary>A file's type is detected from its content; its name must only be consistent.</summary>
public sealed class FileCheckTests
{
    internal static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static TheoryData<string, string, byte[], string> Good => new()
    {
        { "image.png", "image.png", Png, "image/png" },
        { "photo.JPG", "photo.JPG", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 1, 0, 0, 0], "image/jpeg" },
        { "a.gif", "a.gif", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0], "image/gif" },
        { "a.webp", "a.webp", [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0], "image/webp" },
        { "deck.pdf", "deck.pdf", PaperPdf.Of("hello"), "application/pdf" },
        { "deals.csv", "deals.csv", "region,amount\nEMEA,3"u8.ToArray(), "text/csv" },
        { "notes.md", "notes.md", "# Plan\n\u001b[1mbold"u8.ToArray(), "text/plain" },
        { "notes", "notes.txt", "no ending"u8.ToArray(), "text/plain" },
        { "clipboard", "clipboard.png", Png, "image/png" },
        { @"C:\temp\..\q3.csv", "q3.csv", "a"u8.ToArray(), "text/csv" },
        { "ملف تقرير.csv", "ملف تقرير.csv", "a"u8.ToArray(), "text/csv" },
        { "👩‍👩‍👧🎉", "👩‍👩‍👧🎉.txt", "a"u8.ToArray(), "text/plain" },
        { "report\u202Efdp.txt", "reportfdp.txt", "a"u8.ToArray(), "text/plain" },
        { "page.xml", "page.xml", "<?xml version=\"1.0\"?><rows/>"u8.ToArray(), "text/plain" },
        { "\u0000/", "file.txt", "a"u8.ToArray(), "text/plain" },
    };

    public static TheoryData<string, string, byte[]> Bad => new()
    {
        { "file-lies", "photo.png", PaperPdf.Of("not a photo") },
        { "file-lies", "deck.pdf", "only text"u8.ToArray() },
        { "file-lies", "deals.csv", Png },
        { "file-type", "page.txt", "\uFEFF \n<!DOCTYPE HTML><script>alert(1)</script>"u8.ToArray() },
        { "file-type", "drawing.xml", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray() },
        { "file-type", "drawing.xml", "<!-- --><svg onload=\"alert(1)\"/>"u8.ToArray() },
        { "file-type", "run.html", "harmless words"u8.ToArray() },
        { "file-type", "run.js", "alert(1)"u8.ToArray() },
        { "file-type", "bomb.zip", [.. "PK\u0003\u0004"u8, 0, 0, 0] },
        { "file-type", "bomb.txt", [0x1F, 0x8B, 8, 0, 0] },
        { "file-type", "tool.csv", [.. "MZ"u8, 0x90, 0, 3] },
        { "file-encoding", "umlaut.csv", Encoding.Latin1.GetBytes("Größe;1") },
        { "file-type", "excel.csv", Encoding.Unicode.GetBytes("a;1") },
        { "file-empty", "a.csv", [] },
        { "file-damaged", "a.png", Png[..20] },
        { "file-damaged", "a.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "file-pixels", "bomb.png", [.. Png[..16], 0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50, .. Png[24..]] },
        { "file-name", $"{new string('x', 256)}.csv", "a"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_file_is_known_by_its_content(string given, string name, byte[] content, string type)
    {
        var known = Assert.IsType<FileCheck.Known>(FileCheck.Of(given, content));

        Assert.Equal((name, type), (known.Name, known.Type.MediaType));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Anything_else_and_a_lie_is_refused_with_a_sentence(string code, string given, byte[] content)
    {
        var refused = Assert.IsType<FileCheck.Refused>(FileCheck.Of(given, content));

        Assert.Equal(code, refused.Code);
        Assert.EndsWith(".", refused.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taaaaaaaaaaaaaaaaaaaa-fbbbbbbbbbbbbbbbbbbbb", true)]
    [InlineData("taaaaaaaaaaaaaaaaaaaa-mbbbbbbbbbbbbbbbbbbbb", false)]
    [InlineData("taaaaaaaaaaaaaaaaaaaa-fbbbbbbbbbbbbbbbbbbbb-f", false)]
    [InlineData("taaaaaaaaaaaaaaaaaaaa-", false)]
    [InlineData("-f", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_file_id_is_read_as_it_is_written(string? text, bool isId)
    {
        Assert.Equal(isId, FileId.TryParse(text, out var id));
        if (isId)
            Assert.Equal(text, id.Value);
    }
}
