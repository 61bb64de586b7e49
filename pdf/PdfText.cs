using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;

namespace Onbehalf.Pdf;

/// <summary>Reads the text of a PDF's first pages within a <see cref="PdfBudget"/>.</summary>
internal static class PdfText
{
    /// <summary>Null for a PDF without text, with a password, or that cannot be read.</summary>
    public static string? Read(byte[] content)
    {
        var budget = new PdfBudget();
        var text = new StringBuilder();
        var (pages, read) = (0, 0);
        try
        {
            using var pdf = PdfDocument.Open(content, new ParsingOptions
            {
                UseLenientParsing = true,
                SkipMissingFonts = true,
                MaxStackDepth = PdfBudget.Depth,
                FilterProvider = new BudgetedFilters(budget),
            });
            pdf.AddPageFactory<PdfPageText, PdfPageFactory>();
            pages = pdf.NumberOfPages;
            while (read < Math.Min(pages, PdfBudget.Pages) && text.Length < PdfBudget.Characters)
            {
                budget.BeginPage();
                text.Append(pdf.GetPage<PdfPageText>(read + 1).Text).Append('\n');
                read++;
            }
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // The parser throws arbitrary exceptions for malformed documents. The text of earlier pages is kept.
        }

        return text.ToString().Trim() is { Length: > 0 } found ? Noted(found, read, pages) : null;
    }

    private static string Noted(string text, int read, int pages) =>
        text.Length > PdfBudget.Characters ? $"{text[..(PdfBudget.Characters - 1)]}\n[The PDF goes on: it has {pages} pages.]"
        : read < pages ? $"{text}\n[The PDF goes on: these are {read} of {pages} pages.]"
        : text;
}
