using System.Text;
using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>
/// The idempotency key of a message to post, stored in its metadata. Every member can read the metadata, so the key is a digest that
/// reveals nothing.
/// </summary>
internal readonly record struct SlackPostKey
{
    private readonly string? _value;

    private SlackPostKey(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SlackPostKey names nothing.");

    /// <param name="parts">For example the turn, the viewer, and the index of the message in the delivery.</param>
    public static SlackPostKey Of(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part.Length).Append(':').Append(part);
        return new("p" + Sha256.Hex(text.ToString())[..32]);
    }

    public override string ToString() => Value;
}
