using Onbehalf.Threads.Files;

namespace Onbehalf.Turns;

/// <summary>The limit of images in one model request. The newest images have priority.</summary>
internal sealed class ImageBudget
{
    public const int Images = 4;
    public const long BytesOfImage = 5 * 1024 * 1024;
    public const long Bytes = 10 * 1024 * 1024;
    public const long Pixels = 20_000_000;

    public const string TooLarge = "[An image that is too large for you. You cannot see it.]";

    private int _images;
    private long _bytes;

    /// <summary>
    /// Returns the reason, in words for the model, why an image is excluded; null if it is included. GIF is excluded because endpoints handle it
    /// differently.
    /// </summary>
    public string? Refuses(AttachedFile file) =>
        file.Type == FileType.Gif ? "[A GIF image. You cannot see it.]"
        : file.Size > BytesOfImage ? TooLarge
        : _images >= Images || _bytes + file.Size > Bytes ? "[An image. There is no room for it: you cannot see it.]"
        : null;

    /// <summary>Returns true if the size in the image's header is within the limit.</summary>
    public static bool Holds(FileType type, ReadOnlySpan<byte> content) => ImageSize.Of(type, content) is var (width, height) && (long)width * height <= Pixels;

    public void Take(AttachedFile file) => (_images, _bytes) = (_images + 1, _bytes + file.Size);
}
