namespace Onbehalf.Threads.Files;

/// <summary>A file of a message, without its content. <see cref="FileStore"/> returns the content to readers of the message.</summary>
public sealed record AttachedFile(FileId Id, string Name, FileType Type, long Size)
{
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>The maximum number of files per message.</summary>
    public const int MostInMessage = 5;

    public override string ToString() => $"AttachedFile({Id})";
}
