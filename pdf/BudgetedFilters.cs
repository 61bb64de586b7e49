using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Onbehalf.Pdf;

/// <summary>
/// Decoding filters for PDF streams (ISO 32000-1 §7.4). Each charges the budget before it decodes. Image filters report that they are
/// unsupported, because text extraction needs no images.
/// </summary>
internal sealed class BudgetedFilters : IFilterProvider
{
    private const int LargestLzwRatio = 1_366;
    private const int LargestRunLengthRatio = 64;
    private const int LargestAsciiRatio = 4;
    private const int ZlibHeader = 2;
    private const int MostColumns = 65_536;
    private const int MostPartsOfColumn = 32;

    private readonly IFilter _plain;
    private readonly Dictionary<IFilter, IFilter> _budgeted = [];

    public BudgetedFilters(PdfBudget budget)
    {
        Budget = budget;
        _plain = new Counted(budget, null, static input => input.Length);
        Add(NameToken.FlateDecode, input => Inflated(input, budget.Room));
        Add(NameToken.LzwDecode, static input => input.Length * (long)LargestLzwRatio);
        Add(NameToken.RunLengthDecode, static input => input.Length * (long)LargestRunLengthRatio);
        Add(NameToken.Ascii85Decode, static input => input.Length * (long)LargestAsciiRatio);
        Add(NameToken.AsciiHexDecode, static input => input.Length);

        void Add(NameToken name, Func<ReadOnlyMemory<byte>, long> unpacked)
        {
            var inner = DefaultFilterProvider.Instance.GetNamedFilters([name])[0];
            _budgeted[inner] = new Counted(budget, inner, unpacked);
        }
    }

    public PdfBudget Budget { get; }

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) =>
        DefaultFilterProvider.Instance.GetFilters(dictionary) is { Count: > 0 } filters ? Budgeted(filters) : [_plain];

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Budgeted(DefaultFilterProvider.Instance.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Budgeted(DefaultFilterProvider.Instance.GetAllFilters());

    private IFilter[] Budgeted(IEnumerable<IFilter> filters) => [.. filters.Select(filter => _budgeted.GetValueOrDefault(filter) ?? Unsupported.Instance)];

    /// <summary>
    /// Returns the decompressed length. Decompresses at most one buffer beyond <paramref name="room"/> and discards the output. Skips the zlib
    /// header without checking it, as the filter does.
    /// </summary>
    private static long Inflated(ReadOnlyMemory<byte> input, long room)
    {
        if (input.Length < ZlibHeader)
            return 0;
        using var unpacked = new DeflateStream(new MemoryStream(input[ZlibHeader..].ToArray(), writable: false), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var length = 0L;
        try
        {
            while (length <= room && unpacked.Read(buffer) is > 0 and var read)
                length += read;
        }
        catch (InvalidDataException)
        {
            // The filter decodes a damaged stream up to the damage, so the length so far counts.
        }

        return length;
    }

    /// <summary>A predictor allocates a whole row, even for short output.</summary>
    private static bool HasHugeRows(DictionaryToken stream) =>
        new[] { NameToken.DecodeParms, NameToken.Dp }.Any(name =>
            stream.TryGet(name, out var parameters) && (parameters is ArrayToken all ? all.Data : [parameters]).Any(HasHugeRow));

    private static bool HasHugeRow(IToken parameters) =>
        parameters is DictionaryToken row
        && (IsAbove(row, NameToken.Columns, MostColumns)
            || IsAbove(row, NameToken.Colors, MostPartsOfColumn)
            || IsAbove(row, NameToken.BitsPerComponent, MostPartsOfColumn));

    private static bool IsAbove(DictionaryToken row, NameToken name, int most) =>
        row.TryGet(name, out var value) && value is NumericToken number && number.Data > most;

    private sealed class Counted(PdfBudget budget, IFilter? inner, Func<ReadOnlyMemory<byte>, long> unpacked) : IFilter
    {
        public bool IsSupported => true;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (HasHugeRows(streamDictionary))
                throw new PdfBudget.Exhausted();
            budget.Take(unpacked(input));
            return inner?.Decode(input, streamDictionary, filterProvider, filterIndex) ?? input;
        }
    }

    private sealed class Unsupported : IFilter
    {
        public static readonly Unsupported Instance = new();

        public bool IsSupported => false;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex) =>
            throw new NotSupportedException("Images are not unpacked.");
    }
}
