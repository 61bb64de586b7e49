using System.Text;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>One message of a stream: what of the text is in it, and how sure that is.</summary>
internal sealed class StreamedMessage(SlackTs ts, string opening)
{
    private readonly StringBuilder _text = new();

    public SlackTs Ts { get; set; } = ts;

    /// <summary>The text as the agent wrote it.</summary>
    public string Text => _text.ToString();

    public bool IsEmpty => _text.Length == 0;

    public int ShownLength { get; private set; }

    /// <summary>Slack still takes pieces for it.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>False after a piece whose arrival is not known: then the message is written anew at the end.</summary>
    public bool IsCertain { get; set; } = true;

    /// <summary>It carries the key of its place in the answer, so that it counts as finished.</summary>
    public bool IsNamed { get; set; }

    public void Add(string piece, bool isCertain)
    {
        _text.Append(piece);
        ShownLength += SlackEscape.Markdown(piece).Length;
        IsCertain &= isCertain;
    }

    /// <summary>All of it as Markdown for Slack.</summary>
    public string Shown() => opening + SlackEscape.Markdown(Text);
}
