using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>
/// Our name of one message to post, carried in its metadata, which every member can read: a digest, so that it tells nothing of what it was made from.
/// </summary>
internal readonly record struct SlackPostKey
{
    private readonly string? _value;

    private SlackPostKey(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SlackPostKey names nothing.");

    /// <param name="parts">Such as the turn, the viewer, and which message of the delivery it is.</param>
    public static SlackPostKey Of(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part.Length).Append(':').Append(part);
        return new("p" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16)));
    }

    public override string ToString() => Value;
}
