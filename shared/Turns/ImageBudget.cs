using Onbehalf.Threads.Files;

namespace Onbehalf.Turns;

/// <summary>How many pictures one request to the model may have. The newest come first.</summary>
internal sealed class ImageBudget
{
    public const int Images = 4;
    public const long BytesOfImage = 5 * 1024 * 1024;
    public const long Bytes = 10 * 1024 * 1024;
    public const long Pixels = 20_000_000;

    public const string TooLarge = "[An image that is too large for you. You cannot see it.]";

    private int _images;
    private long _bytes;

    /// <summary>Why the model does not get it, as the model reads it; null when it does. Endpoints differ in what they do with GIF.</summary>
    public string? Refuses(AttachedFile file) =>
        file.Type == FileType.Gif ? "[A GIF image. You cannot see it.]"
        : file.Size > BytesOfImage ? TooLarge
        : _images >= Images || _bytes + file.Size > Bytes ? "[An image. There is no room for it: you cannot see it.]"
        : null;

    /// <summary>By the size that its own header states.</summary>
    public static bool Holds(FileType type, ReadOnlySpan<byte> content) => ImageSize.Of(type, content) is var (width, height) && (long)width * height <= Pixels;

    public void Take(AttachedFile file) => (_images, _bytes) = (_images + 1, _bytes + file.Size);
}
