using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>The secrets that are valid at this moment, in memory only.</summary>
[JsonConverter(typeof(NeverSerialized<WebhookKeys>))]
internal sealed class WebhookKeys(ImmutableArray<string> secrets)
{
    public const string Prefix = "whsec_";

    public ImmutableArray<string> Secrets => secrets;

    /// <summary>
    /// Returns the HMAC keys of a Standard Webhooks secret: base64 after <c>whsec_</c>. Without the prefix, both the decoded base64 and the text
    /// itself are accepted as keys. Both require knowledge of the secret.
    /// </summary>
    public static IEnumerable<byte[]> StandardKeys(string secret)
    {
        if (secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Base64(secret[Prefix.Length..]) is { } key ? [key] : [];
        var text = Encoding.UTF8.GetBytes(secret);
        return Base64(secret) is { } decoded ? [text, decoded] : [text];
    }

    /// <summary>Decodes base64 with or without padding; null for any other text.</summary>
    public static byte[]? Base64(string text)
    {
        var bare = text.TrimEnd('=');
        var bytes = new byte[bare.Length];
        return Convert.TryFromBase64String(bare.PadRight((bare.Length + 3) / 4 * 4, '='), bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    public override string ToString() => nameof(WebhookKeys);
}
