using System.Buffers.Binary;

namespace Onbehalf.Threads.Files;

/// <summary>Reads the width and height from an image's header, without decoding the image. Null for an incomplete header.</summary>
internal static class ImageSize
{
    private const byte JpegMarker = 0xFF;

    public static (int Width, int Height)? Of(FileType type, ReadOnlySpan<byte> content) =>
        type.MediaType switch
        {
            "image/png" => Png(content),
            "image/gif" => content.Length < 10
                ? null
                : (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]), BinaryPrimitives.ReadUInt16LittleEndian(content[8..])),
            "image/jpeg" => Jpeg(content),
            "image/webp" => WebP(content),
            _ => throw new InvalidOperationException($"{type} is not an image."),
        };

    /// <summary>PNG §11.2.1: the first chunk is IHDR.</summary>
    private static (int, int)? Png(ReadOnlySpan<byte> content)
    {
        if (content.Length < 24 || !content[12..].StartsWith("IHDR"u8))
            return null;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(content[16..]), BinaryPrimitives.ReadUInt32BigEndian(content[20..]));
        return width > int.MaxValue || height > int.MaxValue ? null : ((int)width, (int)height);
    }

    /// <summary>ITU-T T.81 §B.2.2: a frame header contains the size. Its marker is SOF0 to SOF15, except DHT, JPG and DAC.</summary>
    private static (int, int)? Jpeg(ReadOnlySpan<byte> content)
    {
        for (var at = 2; at + 9 < content.Length;)
        {
            if (content[at] != JpegMarker)
                return null;
            var marker = content[at + 1];
            if (marker == JpegMarker)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..]));
            if (marker is 0xD9 or 0xDA)
                return null;
            at += 2 + Math.Max((int)BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]), 2);
        }

        return null;
    }

    /// <summary>RFC 9649 §2.5 to §2.7: the first chunk is lossy, lossless or extended.</summary>
    private static (int, int)? WebP(ReadOnlySpan<byte> content)
    {
        if (content.Length < 30)
            return null;
        var chunk = content[12..16];
        if (chunk.SequenceEqual("VP8X"u8))
            return (Three(content[24..]) + 1, Three(content[27..]) + 1);
        if (chunk.SequenceEqual("VP8 "u8))
            return (BinaryPrimitives.ReadUInt16LittleEndian(content[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[28..]) & 0x3FFF);
        if (!chunk.SequenceEqual("VP8L"u8))
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[21..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static int Three(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
