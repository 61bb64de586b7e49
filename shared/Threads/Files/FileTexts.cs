using System.Text;
using Microsoft.Extensions.Configuration;

namespace Onbehalf.Threads.Files;

/// <summary>Extracts a file's text for the model: the content of a text or table, the page text of a PDF.</summary>
public sealed class FileTexts(bool readsPdf) : IDisposable
{
    public const int MostCharacters = 20_000;

    private const string Setting = "ONBEHALF_PDF_TEXT";
    private const int MostBytesOfCharacter = 4;

    /// <summary>Limits concurrent PDF processes, because each uses memory.</summary>
    private readonly SemaphoreSlim _parsing = new(2, 2);

    /// <summary>True if the setting enables reading PDF text. It requires that a process can be started.</summary>
    internal bool ReadsPdfs => readsPdf;

    internal static bool ReadsPdf(IConfiguration configuration) => configuration[Setting] switch
    {
        null or "" or "true" => true,
        "false" => false,
        var text => throw new InvalidOperationException($"{Setting} must be true or false, not '{text}'."),
    };

    public Task<FileText> ReadAsync(FileType type, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.IsText ? Task.FromResult<FileText>(new FileText.Found(Plain(content.Span)))
            : type != FileType.Pdf ? Task.FromResult<FileText>(new FileText.Missing(null))
            : readsPdf ? PdfAsync(content, cancellation)
            : Task.FromResult(FileText.Off);
    }

    public void Dispose() => _parsing.Dispose();

    /// <summary>Decodes only the start of the content, up to the character limit.</summary>
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

    private async Task<FileText> PdfAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (!await _parsing.WaitAsync(PdfProcess.Time, cancellation))
            return FileText.Busy;
        try
        {
            return await PdfProcess.ReadAsync(content, cancellation) switch
            {
                FileText.Found(var text) => Clean(text) is { Length: > 0 } clean ? new FileText.Found(clean) : FileText.Empty,
                var missing => missing,
            };
        }
        finally
        {
            _parsing.Release();
        }
    }

    private static string Clean(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(static c => !char.IsControl(c) || c is '\n' or '\t')).Trim();

    private static string Cut(string text) =>
        text.Length <= MostCharacters ? text : text[..(char.IsHighSurrogate(text[MostCharacters - 1]) ? MostCharacters - 1 : MostCharacters)];
}
