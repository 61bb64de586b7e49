using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

/// <summary>A file of a message, without its content. <see cref="FileStore"/> returns the content to readers of the message.</summary>
public sealed record AttachedFile(FileId Id, string Name, FileType Type, long Size)
{
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>The maximum number of files per message.</summary>
    public const int MostInMessage = 5;

    public override string ToString() => $"AttachedFile({Id})";
}

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

/// <summary>The id of a file: <c>{threadId}-f{random}</c>. The id alone locates a file but grants no permission to it.</summary>
public readonly record struct FileId
{
    private const char Prefix = 'f';

    private readonly string? _name;

    private FileId(ThreadId thread, string name) => (Thread, _name) = (thread, name);

    public ThreadId Thread { get; }

    public string Value => $"{Thread.Value}-{Name}";

    /// <summary>The part that is unique within a thread.</summary>
    internal string Name => _name ?? throw new InvalidOperationException("An empty FileId names no file.");

    public static FileId New(ThreadId thread) => new(thread, RandomName.New(Prefix));

    public static bool TryParse([NotNullWhen(true)] string? text, out FileId id)
    {
        var cut = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        var name = cut < 0 ? null : text![(cut + 1)..];
        var valid = ThreadId.TryParse(cut < 0 ? null : text![..cut], out var thread) & RandomName.IsValid(name, Prefix);
        id = valid ? new(thread, name!) : default;
        return valid;
    }

    public static FileId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a file id.");

    public override string ToString() => Value;
}

/// <summary>
/// The storage use of one person: a row per file in the person's partition. The row is added before the content and deleted after it. Concurrent
/// uploads can exceed a limit by the number of such uploads.
/// </summary>
internal sealed class FileTotals(TableClient threads)
{
    private const string Size = "Size";

    public async Task<(long Bytes, int Files)> OfAsync(SubjectId person, CancellationToken cancellation)
    {
        var (bytes, files) = (0L, 0);
        await foreach (var row in threads.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Of(person)}"), null, [Size], cancellation))
            (bytes, files) = (bytes + (row.GetInt64(Size) ?? 0), files + 1);
        return (bytes, files);
    }

    public Task AddAsync(SubjectId person, AttachedFile file, CancellationToken cancellation) =>
        threads.AddEntityAsync(new TableEntity(Of(person), file.Id.Value) { [Size] = file.Size }, cancellation);

    /// <summary>A missing row counts as deleted.</summary>
    public Task RemoveAsync(SubjectId person, FileId file, CancellationToken cancellation) =>
        threads.DeleteEntityAsync(Of(person), file.Value, ETag.All, cancellation);

    private static string Of(SubjectId person) => $"files-{person.Value}";
}

/// <summary>A file with its decrypted content, for one viewer.</summary>
public sealed record OpenedFile(AttachedFile File, ReadOnlyMemory<byte> Content)
{
    public override string ToString() => $"OpenedFile({File.Id})";
}

/// <summary>A file that its uploader has not sent yet. Only the uploader can open it.</summary>
public sealed record UnsentFile
{
    internal UnsentFile(AttachedFile file, TableEntity row) => (File, Row) = (file, row);

    public AttachedFile File { get; }

    private TableEntity Row { get; }

    /// <summary>
    /// Returns the actions that attach the file, for the message's transaction. The transaction fails if the file was sent or removed concurrently.
    /// </summary>
    internal TableTransactionAction[] SendWith(MessageId message, SubjectId uploader) => FileRows.Send(Row, File.Id, message, uploader);

    public override string ToString() => $"UnsentFile({File.Id})";
}
