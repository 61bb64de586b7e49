using System.Text;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Threads.Files;

/// <summary>
/// The text of a file as the model reads it: of a text or table its own, of a PDF that of its pages. Null for an image, and for a PDF without
/// readable text.
/// </summary>
/// <param name="readsPdf">
/// A PDF is parsed in this process. The budget ends what is large or long, but a hostile document that takes the parser's whole stack ends the process.
/// </param>
public sealed class FileTexts(bool readsPdf) : IDisposable
{
    public const int MostCharacters = 20_000;

    private const string Setting = "ONBEHALF_PDF_TEXT";
    private const int MostBytesOfCharacter = 4;

    /// <summary>Each parser of an untrusted format may take a part of the memory.</summary>
    private readonly SemaphoreSlim _parsing = new(2, 2);

    internal static bool ReadsPdf(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" or "false" => false,
        "true" => true,
        var text => throw new InvalidOperationException($"{Setting} must be true or false, not '{text}'."),
    };

    public Task<string?> ReadAsync(FileType type, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.IsText ? Task.FromResult<string?>(Plain(content.Span)) : readsPdf && type == FileType.Pdf ? PdfAsync(content, cancellation) : Task.FromResult<string?>(null);
    }

    public void Dispose() => _parsing.Dispose();

    /// <summary>Decodes no more than the start that can be shown.</summary>
    private static string Plain(ReadOnlySpan<byte> content)
    {
        var start = Start(content);
        var text = Clean(Encoding.UTF8.GetString(start).TrimStart('\uFEFF'));
        if (start.Length == content.Length && text.Length <= MostCharacters)
            return text;
        var shown = Cut(text);
        return $"{shown}\n[The file goes on: these are the first {shown.Length} of {Encoding.UTF8.GetCharCount(content)} characters.]";
    }

    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> content)
    {
        var length = Math.Min(content.Length, MostCharacters * MostBytesOfCharacter);
        while (length > 0 && length < content.Length && IsWithinCharacter(content[length]))
            length--;
        return content[..length];
    }

    private static bool IsWithinCharacter(byte value) => (value & 0xC0) == 0x80;

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

    private static string Cut(string text) => text.Length <= MostCharacters ? text : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}
