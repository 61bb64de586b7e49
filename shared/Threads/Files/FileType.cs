using System.Collections.Immutable;

namespace Onbehalf.Threads.Files;

/// <summary>A type of file that a message can have, as its content proves it.</summary>
public sealed class FileType
{
    private FileType(string mediaType, string words, params ImmutableArray<string> extensions) => (MediaType, Words, Extensions) = (mediaType, words, extensions);

    public static FileType Png { get; } = new("image/png", "a PNG image", "png");

    public static FileType Jpeg { get; } = new("image/jpeg", "a JPEG image", "jpg", "jpeg");

    public static FileType Gif { get; } = new("image/gif", "a GIF image", "gif");

    public static FileType WebP { get; } = new("image/webp", "a WebP image", "webp");

    public static FileType Pdf { get; } = new("application/pdf", "a PDF", "pdf");

    public static FileType Csv { get; } = new("text/csv", "a table", "csv", "tsv");

    public static FileType Text { get; } = new("text/plain", "text", "txt", "md", "log", "json", "jsonl", "xml", "yaml", "yml", "sql", "ini", "toml", "diff");

    public static ImmutableArray<FileType> All { get; } = [Png, Jpeg, Gif, WebP, Pdf, Csv, Text];

    public string MediaType { get; }

    /// <summary>With an article, for a sentence.</summary>
    public string Words { get; }

    /// <summary>Lower case; the first is given to a name without one.</summary>
    public ImmutableArray<string> Extensions { get; }

    public bool IsImage => MediaType.StartsWith("image/", StringComparison.Ordinal);

    public bool IsText => MediaType.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>What is stored is one of <see cref="All"/>.</summary>
    public static FileType Of(string mediaType) => All.First(type => type.MediaType == mediaType);

    public override string ToString() => MediaType;
}
