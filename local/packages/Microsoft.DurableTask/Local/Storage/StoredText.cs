using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>
/// Puts text of any length into table rows: short text in a property of its owner, long text compressed into payload rows of the
/// same partition, which the owner names. A property holds 64 KiB and a row 1 MiB,
/// of which Base64 on the wire takes its part.
/// </summary>
internal static class StoredText
{
    public const int InlineCharacters = 30_000;
    private const int PropertyBytes = 64 * 1024;
    private const int PropertiesPerRow = 10;
    private const int RowBytes = PropertyBytes * PropertiesPerRow;

    /// <summary>Writes the text under the name and returns the payload rows that must be stored no later than the owner.</summary>
    public static IReadOnlyList<TableEntity> Write(TableEntity owner, string name, string? text, int generation)
    {
        var isLong = text?.Length > InlineCharacters;
        owner[name] = isLong ? "" : text ?? "";
        owner[ReferenceName(name)] = "";
        if (!isLong)
            return [];

        var reference = RowKeys.NewPayload(generation);
        var rows = Split(owner.PartitionKey, reference, Compress(text!)).ToList();
        owner[ReferenceName(name)] = $"{reference}/{rows.Count}";
        return rows;
    }

    public static bool IsLong(TableEntity owner, string name) => !string.IsNullOrEmpty(owner.GetString(ReferenceName(name)));

    public static string? Read(TableEntity owner, string name, Func<string, TableEntity?>? payloadRow)
    {
        if (!IsLong(owner, name))
            return owner.GetString(name) is { Length: > 0 } text ? text : null;
        if (payloadRow is null)
            return null;

        var (reference, count) = Reference(owner, name);
        using var bytes = new MemoryStream();
        for (var part = 0; part < count; part++)
        {
            var row = payloadRow(RowKeys.Payload(reference, part))
                ?? throw new InvalidDataException($"Payload {reference} of {owner.PartitionKey} is incomplete.");
            Append(bytes, row);
        }

        return Decompress(bytes);
    }

    /// <summary>Long text in the row itself: for a table whose rows stand alone.</summary>
    public static void WriteWhole(TableEntity owner, string name, string? text)
    {
        if (text is null || text.Length <= InlineCharacters)
        {
            owner[name] = text ?? "";
            return;
        }

        var compressed = Compress(text);
        if (compressed.Length > RowBytes)
            throw new ArgumentException($"The {name} of an event may have {RowBytes / 1024} KiB when compressed; this one has {compressed.Length / 1024} KiB.");
        Fill(owner, compressed);
    }

    public static string? ReadWhole(TableEntity owner, string name)
    {
        if (owner.GetBinary("B00") is null)
            return owner.GetString(name) is { Length: > 0 } text ? text : null;
        using var bytes = new MemoryStream();
        Append(bytes, owner);
        return Decompress(bytes);
    }

    private static string ReferenceName(string name) => name + "Payload";

    private static (string Reference, int Count) Reference(TableEntity owner, string name)
    {
        var parts = owner.GetString(ReferenceName(name)).Split('/');
        return (parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static string Decompress(MemoryStream bytes)
    {
        bytes.Position = 0;
        using var brotli = new BrotliStream(bytes, CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static IEnumerable<TableEntity> Split(string partition, string reference, byte[] bytes)
    {
        for (int start = 0, part = 0; start < bytes.Length; start += RowBytes, part++)
        {
            var row = new TableEntity(partition, RowKeys.Payload(reference, part));
            Fill(row, bytes.AsSpan(start, Math.Min(RowBytes, bytes.Length - start)));
            yield return row;
        }
    }

    private static void Fill(TableEntity row, ReadOnlySpan<byte> bytes)
    {
        for (int start = 0, property = 0; start < bytes.Length; start += PropertyBytes, property++)
            row[PropertyName(property)] = bytes.Slice(start, Math.Min(PropertyBytes, bytes.Length - start)).ToArray();
    }

    private static void Append(MemoryStream bytes, TableEntity row)
    {
        for (var property = 0; property < PropertiesPerRow && row.GetBinary(PropertyName(property)) is { } chunk; property++)
            bytes.Write(chunk);
    }

    private static string PropertyName(int index) => $"B{index:D2}";
}
