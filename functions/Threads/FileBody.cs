using Onbehalf.Threads.Files;

namespace Onbehalf.Functions.Threads;

/// <summary>A file of a message. <c>Type</c> is the media type detected from the content.</summary>
internal sealed record FileBody(FileId Id, string Name, string Type, long Size)
{
    /// <summary>In the response to an upload: the reason why the agent cannot read the file.</summary>
    public string? Note { get; init; }

    public static FileBody Of(AttachedFile file) => new(file.Id, file.Name, file.Type.MediaType, file.Size);
}
