using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

/// <summary>
/// Maps files to rows of the table <c>threads</c>. The key of an unsent file contains its uploader. The row of a sent file has its message number.
/// A third row, in a separate partition, lists each file that the sweep must check. It is added before the file, and before a deletion.
/// </summary>
internal static class FileRows
{
    public const string Listed = "files";

    public const string Message = "Message";
    public const string Uploader = "Uploader";
    public const string Deleted = "Deleted";
    private const string Name = "Name";
    private const string Type = "Type";
    private const string Size = "Size";
    private const string Digest = "Digest";
    private const string At = "At";

    /// <summary>All columns except the text for the model.</summary>
    public static readonly string[] Outline = ["PartitionKey", "RowKey", Name, Type, Size, Message, Uploader, Deleted];

    public static string Unsent(SubjectId uploader, FileId file) => UnsentOf(uploader) + file.Name;

    public static string UnsentOf(SubjectId uploader) => $"u-{uploader.Value}-";

    public static string Sent(FileId file) => $"f-{file.Name}";

    public static TableEntity Write(AttachedFile file, SubjectId uploader, string digest, DateTimeOffset at, ReadOnlySpan<byte> sealedText)
    {
        var row = new TableEntity(file.Id.Thread.Value, Unsent(uploader, file.Id))
        {
            [Name] = file.Name,
            [Type] = file.Type.MediaType,
            [Size] = file.Size,
            [Digest] = digest,
            [At] = at,
            [Uploader] = uploader.Value,
        };
        Chunks.Write(row, sealedText);
        return row;
    }

    public static AttachedFile Read(TableEntity row, FileId id) => new(id, row.GetString(Name), FileType.Of(row.GetString(Type)), row.GetInt64(Size) ?? 0);

    public static DateTimeOffset Uploaded(TableEntity row) => row.GetDateTimeOffset(At) ?? default;

    public static FileId IdOf(TableEntity row) => FileId.Parse($"{row.PartitionKey}-{row.RowKey[(row.RowKey.LastIndexOf('-') + 1)..]}");

    public static TableTransactionAction[] Send(TableEntity unsent, FileId file, MessageId message, SubjectId uploader)
    {
        var sent = new TableEntity(file.Thread.Value, Sent(file));
        foreach (var (name, value) in unsent)
        {
            if (name is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
                sent[name] = value;
        }

        sent[Message] = message.Seq;
        return
        [
            new(TableTransactionActionType.Delete, new TableEntity(file.Thread.Value, Unsent(uploader, file)), ETag.All),
            new(TableTransactionActionType.Add, sent),
        ];
    }

    /// <summary>Replaces the row of a sent file, including its name and text.</summary>
    public static TableTransactionAction Delete(FileId file) =>
        new(TableTransactionActionType.UpsertReplace, new TableEntity(file.Thread.Value, Sent(file)) { [Deleted] = true });

    public static TableEntity ListedRow(FileId file, SubjectId uploader, DateTimeOffset at) =>
        new(Listed, ListedFrom(at) + file.Value) { [Uploader] = uploader.Value };

    public static string ListedFrom(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "-";

    public static FileId ListedId(TableEntity row) => FileId.Parse(row.RowKey[(row.RowKey.IndexOf('-', StringComparison.Ordinal) + 1)..]);

    /// <summary>Serializes the files of a message for its row.</summary>
    public static string? WriteAll(IReadOnlyCollection<AttachedFile> files) =>
        files.Count == 0
            ? null
            : JsonSerializer.Serialize(
                files.Select(static file => new StoredFile(file.Id.Value, file.Name, file.Type.MediaType, file.Size)), ThreadJson.Options);

    public static IEnumerable<AttachedFile> ReadAll(string? json) =>
        json is null
            ? []
            : JsonSerializer
                .Deserialize<StoredFile[]>(json, ThreadJson.Options)!
                .Select(static file => new AttachedFile(FileId.Parse(file.Id), file.Name, FileType.Of(file.Type), file.Size));

    private sealed record StoredFile(string Id, string Name, string Type, long Size);
}
