using System.Text;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>The buffer of stream text that was not sent. Cuts are made only where no construct is split that has to be escaped as a whole.</summary>
internal sealed class StreamText
{
    /// <summary>Buffer size of Slack's official client.</summary>
    private const int Enough = 256;

    /// <summary>Length after which an unfinished line is cut after a word.</summary>
    private const int LongLine = 600;

    private readonly StringBuilder _waiting = new();

    public bool IsEmpty => _waiting.Length == 0;

    public bool HasEnough => _waiting.Length >= Enough && End() > 0;

    public void Add(string text) => _waiting.Append(text);

    public void PutBack(string text) => _waiting.Insert(0, text);

    public void Taken(int length) => _waiting.Remove(0, length);

    public override string ToString() => _waiting.ToString();

    /// <summary>
    /// Returns the next piece, of up to <paramref name="longest"/> characters. While the text is incomplete, it has whole lines or words.
    /// </summary>
    public string Piece(bool isWhole, int longest)
    {
        var end = isWhole ? _waiting.Length : End();
        if (end <= longest)
            return _waiting.ToString(0, end);
        var text = _waiting.ToString(0, longest);
        var at = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        at = at > 0 ? at + 1 : Math.Max(text.LastIndexOf('\n'), text.LastIndexOf(' '));
        return at > 0 ? text[..(at + 1)] : Unbroken(text);
    }

    /// <summary>Returns the part of a text without blanks that can be cut: no split surrogate pair, and no link label without its parenthesis.</summary>
    private static string Unbroken(string text)
    {
        var whole = char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
        return whole.TrimEnd(']') is { Length: > 0 } cut ? cut : whole;
    }

    /// <summary>
    /// Returns the position of the next cut. A cut at a line end or a blank never splits a link, because its bracket and parenthesis are
    /// adjacent.
    /// </summary>
    private int End()
    {
        var text = _waiting.ToString();
        var line = text.LastIndexOf('\n') + 1;
        return text.Length - line < LongLine ? line : Math.Max(line, text.LastIndexOf(' ') + 1);
    }
}
