using System.Collections.Immutable;
using Microsoft.Net.Http.Headers;

namespace Onbehalf.Functions.Web;

/// <summary>A file of the web app, and what the build made of it: best compression first.</summary>
internal sealed record WebFile(string ContentType, bool IsHashed, WebBytes Plain, ImmutableArray<WebBytes> Encoded)
{
    /// <summary>The first one that the client takes (RFC 9110, 12.5.3); a weight of 0 is a no.</summary>
    public WebBytes For(IList<StringWithQualityHeaderValue> accepted) => Encoded.FirstOrDefault(bytes => Takes(accepted, bytes.Encoding!)) ?? Plain;

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        (accepted.FirstOrDefault(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)) ?? accepted.FirstOrDefault(static one => one.Value == "*"))
            is { Quality: not 0 };
}
