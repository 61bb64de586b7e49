using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

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
