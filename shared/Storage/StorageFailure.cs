using Azure;
using Azure.Identity;

namespace Onbehalf.Storage;

internal static class StorageFailure
{
    /// <summary>
    /// Returns true for a failure of the storage service. An unreachable service causes an aggregate of all retries or a timeout. With a token
    /// credential, it can also be a failure to get a token.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException or IOException;
}
