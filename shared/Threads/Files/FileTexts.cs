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

/// <summary>The text of a file that the agent can read.</summary>
public abstract record FileText
{
    private FileText()
    {
    }

    internal static FileText Off { get; } = new Missing("The agent cannot read this PDF: reading PDFs is switched off here. People can open it.");

    internal static FileText NotHere { get; } =
        new Missing("The agent cannot read this PDF: this server cannot start the program that reads them. People can open it.");

    internal static FileText Busy { get; } =
        new Missing("The agent cannot read this PDF: too many are being read. Remove it and attach it again in a minute, or paste its text.");

    internal static FileText TooComplex { get; } =
        new Missing("The agent cannot read this PDF: it is damaged, or takes too much time or memory. People can open it.");

    internal static FileText Empty { get; } =
        new Missing("The agent found no text in this PDF: it may be scanned, damaged, or need a password. People can open it.");

    public sealed record Found(string Text) : FileText
    {
        public override string ToString() => nameof(Found);
    }

    /// <param name="Sentence">The reason; null for a file without text, such as an image.</param>
    public sealed record Missing(string? Sentence) : FileText;
}
