using System.IO.Compression;
using System.Text;

namespace Onbehalf.Tests.Threads.Files;

/// <summary>PDFs as small as the format allows, well-formed or hostile.</summary>
internal static class PaperPdf
{
    private const string Font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

    public static byte[] Of(params string[] pages) => Write([.. pages.Select(static page => Stream("", Encoding.Latin1.GetBytes($"BT /F1 12 Tf 72 700 Td ({page}) Tj ET")))]);

    /// <summary>One page whose compressed content unpacks to <paramref name="unpacked"/> bytes.</summary>
    /// <param name="hasHeader">False for two bytes that are no header of the format.</param>
    public static byte[] Bomb(int unpacked, bool hasHeader = true)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("q ", 32 * 1024)));
            for (var written = 0; written < unpacked; written += block.Length)
                deflate.Write(block);
        }

        var content = packed.ToArray();
        if (!hasHeader)
            (content[0], content[1]) = (0, 0);
        return Write([Stream("/Filter/FlateDecode", content)]);
    }

    /// <summary>One page whose content is decoded in rows of <paramref name="columns"/> bytes.</summary>
    public static byte[] Predicted(int columns)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write("BT ET"u8);
        return Write([Stream($"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {columns}>>", packed.ToArray())]);
    }

    /// <summary>One page that shows the same uncompressed text over and over.</summary>
    public static byte[] Endless() =>
        Write([Stream("", Encoding.Latin1.GetBytes($"BT /F1 12 Tf ({new string('a', 1024 * 1024)}) Tj ET"))], contents: string.Join(' ', Enumerable.Repeat("4 0 R", 2_000)));

    /// <summary>One page in whose dictionary arrays are nested.</summary>
    public static byte[] Nested(int depth) => Write([Stream("", "BT ET"u8)], extra: $"/Deep {new string('[', depth)}{new string(']', depth)}");

    /// <summary>The document with one text for another of any length, its table of objects as it was.</summary>
    public static byte[] Replaced(this byte[] document, string text, string by)
    {
        var whole = Encoding.Latin1.GetString(document);
        Assert.Contains(text, whole, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(whole.Replace(text, by, StringComparison.Ordinal));
    }

    private static byte[] Stream(string dictionary, ReadOnlySpan<byte> content) =>
        [.. Encoding.Latin1.GetBytes($"<</Length {content.Length}{dictionary}>>\nstream\n"), .. content, .. "\nendstream"u8];

    /// <summary>Objects 1 catalog, 2 page tree, 3 font, then a content and a page in turn.</summary>
    private static byte[] Write(byte[][] pages, string? contents = null, string extra = "")
    {
        var objects = new List<byte[]> { Text("<</Type/Catalog/Pages 2 0 R>>"), Text($"<</Type/Pages/Count {pages.Length}/Kids[{string.Concat(pages.Select(static (_, i) => $"{5 + (2 * i)} 0 R "))}]>>"), Text(Font) };
        foreach (var (page, i) in pages.Select(static (page, i) => (page, i)))
            objects.AddRange([page, Text($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents[{contents ?? $"{4 + (2 * i)} 0 R"}]{extra}>>")]);
        using var file = new MemoryStream();
        file.Write("%PDF-1.4\n"u8);
        var offsets = new List<long>();
        foreach (var (body, number) in objects.Select(static (body, i) => (body, i + 1)))
        {
            offsets.Add(file.Position);
            file.Write([.. Text($"{number} 0 obj\n"), .. body, .. "\nendobj\n"u8]);
        }

        var start = file.Position;
        file.Write(Text($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n{string.Concat(offsets.Select(static at => $"{at:D10} 00000 n \n"))}trailer\n<</Size {objects.Count + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"));
        return file.ToArray();
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
