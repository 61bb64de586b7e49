using System.Text;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>The text of a stream that Slack does not have yet. It is given out where nothing is cut that has to be escaped as one.</summary>
internal sealed class StreamText
{
    /// <summary>As the official client buffers.</summary>
    private const int Enough = 256;

    /// <summary>A line without an end is cut after a word from here.</summary>
    private const int LongLine = 600;

    private readonly StringBuilder _waiting = new();

    public bool IsEmpty => _waiting.Length == 0;

    public bool HasEnough => _waiting.Length >= Enough && End() > 0;

    public void Add(string text) => _waiting.Append(text);

    public void PutBack(string text) => _waiting.Insert(0, text);

    public void Taken(int length) => _waiting.Remove(0, length);

    public override string ToString() => _waiting.ToString();

    /// <summary>Up to <paramref name="longest"/> characters; of a text that goes on, whole lines or words.</summary>
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

    /// <summary>Of a text without a blank: neither half a character, nor a label without its parenthesis.</summary>
    private static string Unbroken(string text)
    {
        var whole = char.IsHighSurrogate(text[^1]) ? text[..^1] : text;
        return whole.TrimEnd(']') is { Length: > 0 } cut ? cut : whole;
    }

    /// <summary>No link spans the end of a line, and none is cut by a blank: a bracket and its parenthesis touch.</summary>
    private int End()
    {
        var text = _waiting.ToString();
        var line = text.LastIndexOf('\n') + 1;
        return text.Length - line < LongLine ? line : Math.Max(line, text.LastIndexOf(' ') + 1);
    }
}
