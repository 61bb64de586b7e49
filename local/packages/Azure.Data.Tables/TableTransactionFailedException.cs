namespace Azure.Data.Tables;

public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : this(requestFailedException, null)
    {
    }

    internal TableTransactionFailedException(RequestFailedException failure, int? failedActionIndex)
        : base(failure.Status, failure.Message, failure.ErrorCode, failure) =>
        FailedTransactionActionIndex = failedActionIndex;

    public int? FailedTransactionActionIndex { get; }
}
