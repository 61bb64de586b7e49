namespace Onbehalf.Threads.Files;

public abstract record FileAddition
{
    private FileAddition()
    {
    }

    public sealed record Stored(AttachedFile File) : FileAddition;

    /// <summary>The person already has <see cref="FileStore.MostUnsent"/> unsent files in the thread.</summary>
    public sealed record TooManyUnsent : FileAddition;

    /// <param name="Bytes">The total size of the person's files.</param>
    /// <param name="Files">The number of the person's files.</param>
    public sealed record Full(long Bytes, int Files) : FileAddition;
}
