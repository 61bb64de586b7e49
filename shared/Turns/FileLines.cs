using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Threads.Files;
using Onbehalf.Visibility;

namespace Onbehalf.Turns;

/// <summary>
/// Reads a message's files for the model: text and images, placed before the message and not attributed to a person. The files are evidence, so
/// only readers of the message can see an answer that read them. Each file is also a text author, because its uploader may not have written it.
/// </summary>
public sealed class FileLines(FileStore files, ModelClient model)
{
    private const string Issuer = "onbehalf:file";

    /// <param name="room">The remaining number of characters of the conversation.</param>
    /// <param name="sight">The remaining image budget of the conversation.</param>
    internal async Task<Attached> OfAsync(Authority reader, ThreadMessage said, int room, ImageBudget sight, CancellationToken cancellation)
    {
        if (said is not ThreadMessage.Typed { Files.IsEmpty: false } message)
            return Attached.None;
        var texts = await Task.WhenAll(
            message.Files.Select(file => file.Type.IsImage ? Task.FromResult<string?>(null) : files.ReadTextAsync(message, file.Id, cancellation)));
        var lines = ImmutableArray.CreateBuilder<ConversationLine>();
        foreach (var (file, text) in message.Files.Zip(texts))
        {
            if (file.Type.IsImage)
            {
                lines.Add(await ImageAsync(message, file, sight, cancellation));
                continue;
            }

            var shown = text is null ? "[Its text was not read. You do not know what it says.]" : text[..Math.Clamp(room, 0, text.Length)];
            if (shown.Length < text?.Length)
                shown += "\n[There is no room for the rest of the file.]";
            room -= shown.Length;
            lines.Add(new(LineSource.File, message.AskedBy.Name, shown) { File = file.Name });
        }

        return new(
            lines.ToImmutable(),
            [new EvidencePiece(reader.Subject.Id.Value, reader.Version, [MessageRights.Files(message.Id)])],
            [.. message.Files.Select(static file => new TextAuthor(SubjectId.Of(Issuer, null, file.Id.Value).Value, $"the file {file.Name}"))]);
    }

    private async Task<ConversationLine> ImageAsync(ThreadMessage.Typed message, AttachedFile file, ImageBudget sight, CancellationToken cancellation)
    {
        var unseen = !model.TakesImages ? "[An image. You cannot see it.]" : sight.Refuses(file);
        if (unseen is null)
        {
            var content = await files.ReadImageAsync(message, file.Id, cancellation);
            if (content is { } found && ImageBudget.Holds(file.Type, found))
            {
                sight.Take(file);
                return new(LineSource.File, message.AskedBy.Name, "") { File = file.Name, Image = new(file.Type.MediaType, found) };
            }

            unseen = content is null ? "[An image that is not there any more.]" : ImageBudget.TooLarge;
        }

        return new(LineSource.File, message.AskedBy.Name, unseen) { File = file.Name };
    }

    internal sealed record Attached(ImmutableArray<ConversationLine> Lines, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> Authors)
    {
        public static Attached None { get; } = new([], [], []);

        public int Characters => Lines.Sum(static line => line.Text.Length);
    }
}

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
