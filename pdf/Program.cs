using System.Diagnostics;
using System.Text;
using Onbehalf.Pdf;

// Reads a PDF from standard input and writes its text as UTF-8 to standard output. The app starts one process per document, so a parser crash
// ends only this process. The timer ends a parser that its budget does not stop, even after the app has exited.
using var end = new Timer(static _ => Process.GetCurrentProcess().Kill(), null, PdfBudget.Life, Timeout.InfiniteTimeSpan);
using var document = new MemoryStream();
using (var input = Console.OpenStandardInput())
    input.CopyTo(document);
if (PdfText.Read(document.ToArray()) is not { } text)
    return;
using var output = Console.OpenStandardOutput();
output.Write(Encoding.UTF8.GetBytes(text));
