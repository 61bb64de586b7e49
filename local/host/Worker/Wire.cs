using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Onbehalf.Host.Worker;

/// <summary>A minimal Protocol Buffers codec for the worker protocol: fields by number, with strings, messages and small integers.</summary>
internal sealed class Wire
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public Wire Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Wire Message(int field, Wire value) => Bytes(field, value.ToArray());

    public Wire Number(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
        return this;
    }

    public Wire Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Returns the fields of a message by number. An integer is returned as eight little-endian bytes.</summary>
    public static ILookup<int, ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int Field, ReadOnlyMemory<byte> Value)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    var number = new byte[8];
                    BinaryPrimitives.WriteUInt64LittleEndian(number, Varint(message.Span, ref at));
                    fields.Add((field, number));
                    break;
                case 1:
                    fields.Add((field, message.Slice(at, 8)));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add((field, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add((field, message.Slice(at, 4)));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Field {field} is of no known kind.");
            }
        }

        return fields.ToLookup(static found => found.Field, static found => found.Value);
    }

    public static string TextOf(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    public static long NumberOf(ReadOnlyMemory<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value.Span);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private void Varint(ulong value)
    {
        for (var left = BitOperations.Log2(value | 1) / 7; left > 0; left--)
        {
            _bytes.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        _bytes.Write([(byte)value]);
    }
}
