using System.Collections.Immutable;

namespace Onbehalf.Threads.Files;

/// <summary>A supported type of attached file, determined by the file's content.</summary>
public sealed class FileType
{
    private FileType(string mediaType, string words, params ImmutableArray<string> extensions) =>
        (MediaType, Words, Extensions) = (mediaType, words, extensions);

    public static FileType Png { get; } = new("image/png", "a PNG image", "png");

    public static FileType Jpeg { get; } = new("image/jpeg", "a JPEG image", "jpg", "jpeg");

    public static FileType Gif { get; } = new("image/gif", "a GIF image", "gif");

    public static FileType WebP { get; } = new("image/webp", "a WebP image", "webp");

    public static FileType Pdf { get; } = new("application/pdf", "a PDF", "pdf");

    public static FileType Csv { get; } = new("text/csv", "a table", "csv", "tsv");

    public static FileType Text { get; } = new("text/plain", "text", "txt", "md", "log", "json", "jsonl", "xml", "yaml", "yml", "sql", "ini", "toml", "diff");

    public static ImmutableArray<FileType> All { get; } = [Png, Jpeg, Gif, WebP, Pdf, Csv, Text];

    public string MediaType { get; }

    /// <summary>The type's name with an article, for use in a sentence.</summary>
    public string Words { get; }

    /// <summary>The extensions in lower case. The first is added to a name without an extension.</summary>
    public ImmutableArray<string> Extensions { get; }

    public bool IsImage => MediaType.StartsWith("image/", StringComparison.Ordinal);

    public bool IsText => MediaType.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>Returns the type of a stored media type, which is always one of <see cref="All"/>.</summary>
    public static FileType Of(string mediaType) => All.First(type => type.MediaType == mediaType);

    public override string ToString() => MediaType;
}
