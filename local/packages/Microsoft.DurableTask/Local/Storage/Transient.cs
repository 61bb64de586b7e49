using Azure;

namespace Microsoft.DurableTask.Local.Storage;

internal static class Transient
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The store could not be asked or was not well; the same request may succeed later.</summary>
    public static bool Is(Exception exception, CancellationToken cancellation) => exception switch
    {
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
        AggregateException aggregate => aggregate.InnerExceptions.All(inner => Is(inner, cancellation)),
        IOException or HttpRequestException => true,
        // The client's own time limit for one request.
        OperationCanceledException => !cancellation.IsCancellationRequested,
        _ => false,
    };
}
