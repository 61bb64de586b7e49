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
