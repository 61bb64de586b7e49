namespace Onbehalf.Threads.Files;

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
