using System.Text;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>One message of a stream: its part of the text, and whether Slack surely has it.</summary>
internal sealed class StreamedMessage(SlackTs ts, string opening)
{
    private readonly StringBuilder _text = new();

    public SlackTs Ts { get; set; } = ts;

    /// <summary>The text as the agent wrote it, before escaping.</summary>
    public string Text => _text.ToString();

    public bool IsEmpty => _text.Length == 0;

    public int ShownLength { get; private set; }

    /// <summary>True while Slack accepts more chunks for it.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>False after a chunk whose delivery is uncertain. The message is then rewritten at the end.</summary>
    public bool IsCertain { get; set; } = true;

    /// <summary>True when it carries the key of its position in the answer, and so counts as finished.</summary>
    public bool IsNamed { get; set; }

    public void Add(string piece, bool isCertain)
    {
        _text.Append(piece);
        ShownLength += SlackEscape.Markdown(piece).Length;
        IsCertain &= isCertain;
    }

    /// <summary>Returns the whole message as Markdown for Slack.</summary>
    public string Shown() => opening + SlackEscape.Markdown(Text);
}
