using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Onbehalf.Threads.Files;

/// <summary>Determines a file's type by its content. A file name with another type's extension is refused.</summary>
public abstract record FileCheck
{
    private const string Accepted = "Attach a CSV file, a text, a PDF or an image (PNG, JPEG, GIF, WebP).";

    /// <summary>A larger image takes more than 200 MB of memory in a viewer's browser.</summary>
    private const long MostPixels = 50_000_000;

    private static readonly SearchValues<byte> NotInText = SearchValues.Create([
        .. Enumerable.Range(0, 32).Where(static value => value is not ('\t' or '\n' or '\r' or '\f' or 0x1B)).Select(static value => (byte)value),
        0x7F,
    ]);

    private FileCheck()
    {
    }

    public static FileCheck Of(string? givenName, ReadOnlySpan<byte> content)
    {
        var name = FileName.Clean(givenName);
        if (name.Length > FileName.MaxLength)
            return new Refused("file-name", $"A file's name has at most {FileName.MaxLength} characters. Rename the file, then attach it again.");
        if (content.IsEmpty)
            return new Refused("file-empty", "The file is empty.");
        var extension = FileName.Extension(name);
        if (IsMarkup(content))
            return new Refused("file-type", $"The file is a web page. {Accepted}");
        return Binary(content) switch
        {
            { IsImage: true } image => Picture(name, extension, image, content),
            { } type => Named(name, extension, type),
            _ => Words(name, extension, content),
        };
    }

    private static FileType? Binary(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? FileType.Png
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? FileType.Jpeg
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? FileType.Gif
        : content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..].StartsWith("WEBP"u8) ? FileType.WebP
        : content.StartsWith("%PDF-"u8) ? FileType.Pdf
        : null;

    private static FileCheck Picture(string name, string extension, FileType type, ReadOnlySpan<byte> content) =>
        ImageSize.Of(type, content) switch
        {
            null or { Width: 0 } or { Height: 0 } => new Refused("file-damaged", "The image is damaged. Open it and save it again, then attach the new file."),
            var (width, height) when (long)width * height > MostPixels => new Refused(
                "file-pixels",
                $"The image has {width} × {height} pixels; at most {MostPixels / 1_000_000} million are possible. Make it smaller, then attach it again."),
            _ => Named(name, extension, type),
        };

    private static FileCheck Words(string name, string extension, ReadOnlySpan<byte> content)
    {
        if (content.ContainsAny(NotInText))
            return new Refused("file-type", $"This kind of file cannot be attached. {Accepted}");
        if (!Utf8.IsValid(content))
            return new Refused("file-encoding", "The text is not in UTF-8. Save it as UTF-8 (in Excel: \"CSV UTF-8\"), then attach it again.");
        return Named(name, extension, FileType.Csv.Extensions.Contains(extension) ? FileType.Csv : FileType.Text);
    }

    private static FileCheck Named(string name, string extension, FileType type)
    {
        if (type.Extensions.Contains(extension))
            return new Known(name, type);
        if (FileType.All.FirstOrDefault(other => other.Extensions.Contains(extension)) is { } said)
            return new Refused(
                "file-lies", $"The name ends in .{extension}, but the file is {type.Words}, not {said.Words}. Give it the right ending, then attach it again.");
        return extension.Length == 0 && name.Length < FileName.MaxLength - 5
            ? new Known($"{name}.{type.Extensions[0]}", type)
            : new Refused("file-type", $"A file that ends in .{extension} cannot be attached. {Accepted}");
    }

    /// <summary>Returns true for content that a browser would render as HTML or as an SVG image with scripts.</summary>
    private static bool IsMarkup(ReadOnlySpan<byte> content)
    {
        var start = Encoding.UTF8.GetString(content[..Math.Min(content.Length, 1024)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n', '\f');
        if (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!--", StringComparison.Ordinal))
            return start.Contains("<svg", StringComparison.OrdinalIgnoreCase) || start.Contains("<html", StringComparison.OrdinalIgnoreCase);
        return Array.Exists(
            ["<!doctype html", "<html", "<head", "<body", "<script", "<svg", "<iframe"], tag => start.StartsWith(tag, StringComparison.OrdinalIgnoreCase));
    }

    /// <param name="Name">The stored name, with an extension added if it had none.</param>
    public sealed record Known(string Name, FileType Type) : FileCheck;

    /// <param name="Code">A stable code for the type of the problem response.</param>
    public sealed record Refused(string Code, string Sentence) : FileCheck;
}

/// <summary>Cleans file names: removes the folder and characters that are invisible or change the text direction.</summary>
internal static class FileName
{
    public const int MaxLength = 255;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    public static string Clean(string? given)
    {
        var last = given?[(given.LastIndexOfAny(['/', '\\']) + 1)..] ?? "";
        var clean = string.Concat(last.EnumerateRunes().Where(IsShown).Select(static rune => rune.ToString())).Trim().TrimEnd('.').TrimEnd();
        return clean.Length == 0 ? "file" : clean;
    }

    /// <summary>Returns the extension in lower case, without the dot; empty for a name without one.</summary>
    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    /// <summary>Zero-width joiners are allowed. They are part of emoji and of words in some scripts, and do not change the direction.</summary>
    private static bool IsShown(Rune rune) =>
        rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner
        || Rune.GetUnicodeCategory(rune)
            is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) and not UnicodeCategory.Surrogate && rune.Value != 0xFFFD;
}
