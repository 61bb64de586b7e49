using Azure;

namespace Onbehalf.Storage;

/// <summary>Changes a row that others may change at the same time: what was read is written under its version, or read again.</summary>
internal static class ReadAndChange
{
    private const int MaxTries = 40;

    /// <param name="read">As it was read a moment ago; null to read it.</param>
    /// <param name="change">Null from it leaves the row alone. It may be called more than once.</param>
    /// <param name="write">Writes the second in the place of the first, under its version.</param>
    /// <returns>As it is afterwards; null when there is none or nothing was to change.</returns>
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
                // Changed or gone in between: look again. What was pointed to in vain is a pointer too many.
                read = null;
            }
        }
    }
}
