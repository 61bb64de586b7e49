using Azure.Data.Tables;

namespace Onbehalf.Threads;

/// <summary>Splits bytes into several properties of one row. A property has at most 64 KiB, a row at most 1 MiB.</summary>
internal static class Chunks
{
    public const int Max = 480 * 1024;

    private const int Size = 60 * 1024;

    public static void Write(TableEntity row, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Max)
            throw new ArgumentException($"{bytes.Length} bytes do not fit one row.", nameof(bytes));
        for (var i = 0; i * Size < bytes.Length; i++)
            row[Name(i)] = bytes.Slice(i * Size, Math.Min(Size, bytes.Length - (i * Size))).ToArray();
    }

    public static byte[] Read(TableEntity row)
    {
        using var all = new MemoryStream();
        for (var i = 0; row.ContainsKey(Name(i)); i++)
            all.Write(row.GetBinary(Name(i)));
        return all.ToArray();
    }

    private static string Name(int index) => $"Body{index}";
}
