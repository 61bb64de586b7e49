namespace Onbehalf.Pdf;

/// <summary>The text of one page, in the order in which the page draws it.</summary>
internal sealed record PdfPageText(string Text);
