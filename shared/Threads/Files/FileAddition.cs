namespace Onbehalf.Threads.Files;

public abstract record FileAddition
{
    private FileAddition()
    {
    }

    public sealed record Kept(AttachedFile File) : FileAddition;

    /// <summary>The person has <see cref="FileStore.MostUnsent"/> in the thread.</summary>
    public sealed record TooManyUnsent : FileAddition;

    /// <param name="Bytes">What the person's files take already.</param>
    /// <param name="Files">How many they are.</param>
    public sealed record Full(long Bytes, int Files) : FileAddition;
}
