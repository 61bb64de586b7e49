using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Onbehalf.Threads.Files;

/// <summary>
/// The filters of PDF streams (ISO 32000-1 §7.4), each within the budget before it unpacks. Text needs no images, so their filters only say that
/// they are not supported.
/// </summary>
internal sealed class BudgetedFilters : IFilterProvider
{
    private const int LargestLzwRatio = 1_366;
    private const int LargestRunLengthRatio = 64;
    private const int LargestAsciiRatio = 4;

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

    /// <summary>How long the output is; no more than one byte beyond <paramref name="room"/> is unpacked to find out, and nothing of it kept.</summary>
    private static long Inflated(ReadOnlyMemory<byte> input, long room)
    {
        using var unpacked = new ZLibStream(new MemoryStream(input.ToArray(), writable: false), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var length = 0L;
        try
        {
            while (length <= room && unpacked.Read(buffer) is > 0 and var read)
                length += read;
        }
        catch (InvalidDataException)
        {
            // The filter reads a damaged stream as far as it goes: so far.
        }

        return length;
    }

    private sealed class Counted(PdfBudget budget, IFilter? inner, Func<ReadOnlyMemory<byte>, long> unpacked) : IFilter
    {
        public bool IsSupported => true;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
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
