using System.Diagnostics;
using System.Text;
using Onbehalf.Pdf;

// A PDF on standard input, its text as UTF-8 on standard output. The app starts one process per document, so a document that crashes the parser
// ends this process alone. The timer ends a parser that its own budget does not stop, also after the app has ended.
using var end = new Timer(static _ => Process.GetCurrentProcess().Kill(), null, PdfBudget.Life, Timeout.InfiniteTimeSpan);
using var document = new MemoryStream();
using (var input = Console.OpenStandardInput())
    input.CopyTo(document);
if (PdfText.Read(document.ToArray()) is not { } text)
    return;
using var output = Console.OpenStandardOutput();
output.Write(Encoding.UTF8.GetBytes(text));
