using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Threads.Files;

/// <summary>
/// The files of messages. The content is encrypted with its uploader's key in a blob, the text for the model in the file's row. Readers of the
/// message can open both until the uploader's key is deleted. Only the uploader can open an unsent file.
/// </summary>
public sealed partial class FileStore(
    Tables tables, ThreadStore threads, FileBlobs blobs, PersonSeal seal, TimeProvider time, FileLimits limits, ILogger<FileStore> log)
{
    /// <summary>The maximum number of unsent files per person and thread; a further one is refused.</summary>
    public const int MostUnsent = 20;

    private static readonly TimeSpan UnsentLife = TimeSpan.FromDays(1);

    private readonly FileTotals _totals = new(tables.Threads);

    /// <summary>Stores an unsent file. The caller has checked that <paramref name="uploader"/> is a member; sending checks it again.</summary>
    /// <param name="text">The text for the model; null for a file without text.</param>
    public async Task<FileAddition> AddAsync(
        SubjectId uploader, ThreadId thread, FileCheck.Known known, ReadOnlyMemory<byte> content, string? text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(known);
        var file = new AttachedFile(FileId.New(thread), known.Name, known.Type, content.Length);
        var now = time.GetUtcNow();
        if (await CountUnsentAsync(uploader, thread, cancellation) >= MostUnsent)
            return new FileAddition.TooManyUnsent();
        if (await _totals.OfAsync(uploader, cancellation) is var (bytes, files)
            && (bytes + file.Size > limits.BytesOfPerson || files >= FileLimits.FilesOfPerson))
            return new FileAddition.Full(bytes, files);
        await tables.Threads.AddEntityAsync(FileRows.ListedRow(file.Id, uploader, now), cancellation);
        await _totals.AddAsync(uploader, file, cancellation);
        await blobs.PutAsync(file.Id, await seal.SealAsync(uploader, SealedAs(file.Id), content, cancellation), cancellation);
        var sealedText = text is null ? [] : await seal.SealAsync(uploader, TextSealedAs(file.Id), System.Text.Encoding.UTF8.GetBytes(text), cancellation);
        await tables.Threads.AddEntityAsync(FileRows.Write(file, uploader, Digest(content.Span), now, sealedText), cancellation);
        return new FileAddition.Stored(file);
    }

    /// <summary>Returns the given files that this person has uploaded to the thread and not sent.</summary>
    public async Task<ImmutableArray<UnsentFile>> FindUnsentAsync(SubjectId uploader, IEnumerable<FileId> files, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(files.Select(async file =>
            await RowAsync(file, FileRows.Unsent(uploader, file), null, cancellation) is { } row ? new UnsentFile(FileRows.Read(row, file), row) : null));
        return [.. found.OfType<UnsentFile>()];
    }

    /// <summary>Returns null both for a missing file and for a viewer who may not read its message.</summary>
    public async Task<OpenedFile?> OpenAsync(SubjectId viewer, FileId id, CancellationToken cancellation)
    {
        if (await FindAsync(viewer, id, cancellation) is not { } row || await blobs.FindAsync(id, cancellation) is not { } content)
            return null;
        return await seal.OpenAsync(UploaderOf(row), SealedAs(id), content, cancellation) is { } plain ? new(FileRows.Read(row, id), plain) : null;
    }

    /// <summary>Returns a file's text for the model, for the reader of <paramref name="message"/>; null for a file without text.</summary>
    internal async Task<string?> ReadTextAsync(ThreadMessage.Typed message, FileId id, CancellationToken cancellation) =>
        await RowAsync(id, FileRows.Sent(id), null, cancellation) is { } row
        && row.GetInt64(FileRows.Message) == message.Id.Seq
        && Chunks.Read(row) is { Length: > 0 } text
        && await seal.OpenAsync(UploaderOf(row), TextSealedAs(id), text, cancellation) is { } plain
            ? System.Text.Encoding.UTF8.GetString(plain)
            : null;

    /// <summary>Returns an image's content for the model, for the reader of <paramref name="message"/>; null for a deleted image.</summary>
    internal async Task<byte[]?> ReadImageAsync(ThreadMessage.Typed message, FileId id, CancellationToken cancellation) =>
        await RowAsync(id, FileRows.Sent(id), FileRows.Outline, cancellation) is { } row
        && row.GetInt64(FileRows.Message) == message.Id.Seq
        && await blobs.FindAsync(id, cancellation) is { } content
            ? await seal.OpenAsync(UploaderOf(row), SealedAs(id), content, cancellation)
            : null;

    /// <summary>Returns false if this person has no such unsent file.</summary>
    public async Task<bool> RemoveUnsentAsync(SubjectId uploader, FileId id, CancellationToken cancellation)
    {
        if (await RowAsync(id, FileRows.Unsent(uploader, id), FileRows.Outline, cancellation) is not { } row || !await DeleteRowAsync(row, cancellation))
            return false;
        await DeleteContentAsync(uploader, id, cancellation);
        return true;
    }

    /// <summary>
    /// Deletes the files of a message together with the message, which <paramref name="delete"/> deletes. The sweep completes an interrupted
    /// deletion.
    /// </summary>
    public async Task<bool> DeleteWithAsync(SubjectId uploader, IReadOnlyList<AttachedFile> files, Func<Task<bool>> delete, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delete);
        TableEntity[] listed = [.. files.Select(file => FileRows.ListedRow(file.Id, uploader, time.GetUtcNow()))];
        await Task.WhenAll(listed.Select(row => tables.Threads.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation)));
        if (!await delete())
            return false;
        await Task.WhenAll(files.Select(file => DeleteContentAsync(uploader, file.Id, cancellation)));
        await Task.WhenAll(listed.Select(row => tables.Threads.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation)));
        return true;
    }

    /// <summary>Deletes files that were unsent for a day, and contents of interrupted uploads or deletions.</summary>
    /// <returns>The number of deleted files.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var until = FileRows.ListedFrom(time.GetUtcNow() - UnsentLife);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {FileRows.Listed} and RowKey lt {until}");
        var deleted = 0;
        await foreach (var listed in tables.Threads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            deleted += await TrySweepAsync(listed, cancellation) ? 1 : 0;
        return deleted;
    }

    internal static string Digest(ReadOnlySpan<byte> content) => Sha256.Hex(content);

    private async Task DeleteContentAsync(SubjectId uploader, FileId id, CancellationToken cancellation)
    {
        await blobs.DeleteAsync(id, cancellation);
        await _totals.RemoveAsync(uploader, id, cancellation);
    }

    /// <summary>A failure is logged; the sweep continues with the next file.</summary>
    private async Task<bool> TrySweepAsync(TableEntity listed, CancellationToken cancellation)
    {
        try
        {
            return await SweepAsync(listed, cancellation);
        }
        catch (Exception failed) when (failed is RequestFailedException or FormatException or ArgumentException or InvalidOperationException)
        {
            Log.NotSwept(log, listed.RowKey, failed.GetType().Name);
            return false;
        }
    }

    private async Task<bool> SweepAsync(TableEntity listed, CancellationToken cancellation)
    {
        var id = FileRows.ListedId(listed);
        var unsent = await RowAsync(id, FileRows.Unsent(UploaderOf(listed), id), FileRows.Outline, cancellation);
        // The file was sent concurrently. The next sweep checks it again.
        if (unsent is not null && !await DeleteRowAsync(unsent, cancellation))
            return false;
        // Read after the unsent row, because sending moves a file from the unsent to the sent row.
        var isKept =
            unsent is null
            && await RowAsync(id, FileRows.Sent(id), FileRows.Outline, cancellation) is { } sent
            && sent.GetBoolean(FileRows.Deleted) is not true;
        if (!isKept)
            await DeleteContentAsync(UploaderOf(listed), id, cancellation);
        await tables.Threads.DeleteEntityAsync(listed.PartitionKey, listed.RowKey, ETag.All, cancellation);
        return !isKept;
    }

    private async Task<int> CountUnsentAsync(SubjectId uploader, ThreadId thread, CancellationToken cancellation)
    {
        var first = FileRows.UnsentOf(uploader);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {thread.Value} and RowKey ge {first} and RowKey lt {first + "~"}");
        return await tables.Threads.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation).CountAsync(cancellation);
    }

    /// <summary>Returns the row of a file that this person may open: a file of a readable message, or their own unsent file.</summary>
    private async Task<TableEntity?> FindAsync(SubjectId viewer, FileId id, CancellationToken cancellation)
    {
        var member = threads.FindMemberAsync(viewer, id.Thread, cancellation);
        var unsent = RowAsync(id, FileRows.Unsent(viewer, id), FileRows.Outline, cancellation);
        var sent = await RowAsync(id, FileRows.Sent(id), FileRows.Outline, cancellation);
        if (await member is not { } membership)
            return null;
        return sent?.GetInt64(FileRows.Message) is { } seq
            ? membership.MayRead(new(id.Thread, seq)) ? sent : null
            : sent is null ? await unsent : null;
    }

    private async Task<TableEntity?> RowAsync(FileId id, string key, string[]? columns, CancellationToken cancellation)
    {
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(id.Thread.Value, key, columns, cancellation);
        return row.HasValue ? row.Value : null;
    }

    private async Task<bool> DeleteRowAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            // The client returns a response for 404 instead of an exception.
            return !(await tables.Threads.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation)).IsError;
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            return false;
        }
    }

    private static SubjectId UploaderOf(TableEntity row) => SubjectId.Parse(row.GetString(FileRows.Uploader));

    private static string SealedAs(FileId file) => $"files/{file}";

    private static string TextSealedAs(FileId file) => $"files/{file}/text";

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The file {Row} could not be swept: {Failure}")]
        public static partial void NotSwept(ILogger logger, string row, string failure);
    }
}
