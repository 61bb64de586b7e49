using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

/// <summary>A file that its uploader has not sent yet: nobody else can open it.</summary>
public sealed record UnsentFile
{
    internal UnsentFile(AttachedFile file, TableEntity row) => (File, Row) = (file, row);

    public AttachedFile File { get; }

    private TableEntity Row { get; }

    /// <summary>It becomes the message's in the message's own transaction, which fails where it was sent or removed meanwhile.</summary>
    internal TableTransactionAction[] SendWith(MessageId message, SubjectId uploader) => FileRows.Send(Row, File.Id, message, uploader);

    public override string ToString() => $"UnsentFile({File.Id})";
}
