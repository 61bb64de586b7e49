namespace Onbehalf.Threads.Files;

/// <summary>A file with its decrypted content, for one viewer.</summary>
public sealed record OpenedFile(AttachedFile File, ReadOnlyMemory<byte> Content)
{
    public override string ToString() => $"OpenedFile({File.Id})";
}
