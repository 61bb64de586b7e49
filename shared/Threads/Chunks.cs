using Azure.Data.Tables;

namespace Onbehalf.Threads;

/// <summary>Splits bytes into several properties of one row. A property has at most 64 KiB, a row at most 1 MiB.</summary>
internal static class Chunks
{
    public const int Max = 480 * 1024;

    private const int Size = 60 * 1024;
    private const string Body = "Body";

    public static void Write(TableEntity row, ReadOnlySpan<byte> bytes, string property = Body)
    {
        if (bytes.Length > Max)
            throw new ArgumentException($"{bytes.Length} bytes do not fit one row.", nameof(bytes));
        for (var i = 0; i * Size < bytes.Length; i++)
            row[$"{property}{i}"] = bytes.Slice(i * Size, Math.Min(Size, bytes.Length - (i * Size))).ToArray();
    }

    public static byte[] Read(TableEntity row, string property = Body)
    {
        using var all = new MemoryStream();
        for (var i = 0; row.ContainsKey($"{property}{i}"); i++)
            all.Write(row.GetBinary($"{property}{i}"));
        return all.ToArray();
    }
}
