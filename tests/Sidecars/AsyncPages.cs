using Azure;

namespace Onbehalf.Tests.Sidecars;

internal static class AsyncPages
{
    public static async Task<List<T>> ToListAsync<T>(this AsyncPageable<T> pages)
        where T : notnull
    {
        var all = new List<T>();
        await foreach (var item in pages)
            all.Add(item);
        return all;
    }
}
