using Azure;

namespace Onbehalf.Storage;

/// <summary>Changes a row with optimistic concurrency: it is written under the version that was read, or read again and retried.</summary>
internal static class ReadAndChange
{
    private const int MaxTries = 40;

    /// <param name="read">The version that the caller has already read; null to read it.</param>
    /// <param name="change">The change. Null from it leaves the row unchanged. It may be called more than once.</param>
    /// <param name="write">Replaces the first with the second, under the first one's version.</param>
    /// <returns>The changed version; null when the row is missing or nothing was changed.</returns>
    public static async Task<T?> RunAsync<T>(T? read, Func<Task<T?>> find, Func<T, T?> change, Func<T, T, Task<T>> write)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var tries = 1; ; tries++)
        {
            if ((read ?? await find()) is not { } before || change(before) is not { } after)
                return null;
            try
            {
                return await write(before, after);
            }
            catch (RequestFailedException stale) when (stale.Status is 412 or 404 && tries < MaxTries)
            {
                // Changed or deleted concurrently: read again. An index row that was already written is stale and harmless.
                read = null;
            }
        }
    }
}
