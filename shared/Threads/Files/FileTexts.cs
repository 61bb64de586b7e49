using System.Text;

namespace Onbehalf.Threads.Files;

/// <summary>
/// The text of a file as the model reads it: of a text or table its own, of a PDF that of its pages. Null for an image, and for a PDF without
/// readable text.
/// </summary>
public sealed class FileTexts : IDisposable
{
    public const int MostCharacters = 20_000;

    /// <summary>Each parser of an untrusted format may take a part of the memory.</summary>
    private readonly SemaphoreSlim _parsing = new(2, 2);

    public Task<string?> ReadAsync(FileType type, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.IsText ? Task.FromResult<string?>(Plain(content.Span)) : type == FileType.Pdf ? PdfAsync(content, cancellation) : Task.FromResult<string?>(null);
    }

    public void Dispose() => _parsing.Dispose();

    private static string Plain(ReadOnlySpan<byte> content)
    {
        var text = Clean(Encoding.UTF8.GetString(content).TrimStart('\uFEFF'));
        return text.Length <= MostCharacters ? text : $"{Cut(text)}\n[The file goes on: these are the first {MostCharacters} of {text.Length} characters.]";
    }

    /// <summary>The parser takes no token: it ends by its own limits, and until then holds its place.</summary>
    private async Task<string?> PdfAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (!await _parsing.WaitAsync(PdfBudget.Time * 2, cancellation))
            return null;
        var parsing = Task.Run(() => PdfText.Read(content), CancellationToken.None);
        _ = parsing.ContinueWith(_ => _parsing.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await parsing.WaitAsync(PdfBudget.Time * 2, cancellation) is { } text ? Clean(text) : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static string Clean(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(static c => !char.IsControl(c) || c is '\n' or '\t')).Trim();

    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}
