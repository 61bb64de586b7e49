using UglyToad.PdfPig;

namespace Onbehalf.Pdf;

/// <summary>
/// Limits the work for one PDF: pages, CPU time, decompressed bytes and characters. A document within 10 MB can hold ten thousand pages, or
/// streams that decompress to a thousand times their size.
/// </summary>
internal sealed class PdfBudget
{
    public const int Pages = 100;

    public const int Depth = 100;

    public const int Characters = 20_000;

    private const long PageBytes = 8 * 1024 * 1024;
    private const long DocumentBytes = 64 * 1024 * 1024;

    private const int ChecksPerLook = 256;

    private int _checks;
    private long _documentBytes = DocumentBytes;
    private long _pageBytes = PageBytes;

    /// <summary>CPU time, so that the result does not depend on the load of the machine.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The elapsed time after which the process exits.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of bytes that may still be decompressed.</summary>
    public long Room => Math.Min(_documentBytes, _pageBytes);

    /// <summary>Returns the budget of a document that was opened with these options.</summary>
    public static PdfBudget Of(ParsingOptions options) =>
        (options.FilterProvider as BudgetedFilters ?? throw new InvalidOperationException("A PDF is read within a budget.")).Budget;

    public void BeginPage()
    {
        _pageBytes = PageBytes;
        Check();
    }

    public void Take(long bytes)
    {
        (_documentBytes, _pageBytes) = (_documentBytes - bytes, _pageBytes - bytes);
        Check();
    }

    public void Check()
    {
        if (Room < 0 || (++_checks % ChecksPerLook == 0 && Environment.CpuUsage.TotalTime > Time))
            throw new Exhausted();
    }

    internal sealed class Exhausted() : Exception("The PDF takes more than it may.");
}
