using System.Collections.Immutable;
using Microsoft.Net.Http.Headers;

namespace Onbehalf.Functions.Web;

/// <summary>A file of the web app with its compressed representations, best compression first.</summary>
internal sealed record WebFile(string ContentType, bool IsHashed, WebBytes Plain, ImmutableArray<WebBytes> Encoded)
{
    /// <summary>Returns the first representation that the client accepts (RFC 9110 §12.5.3). A weight of 0 excludes an encoding.</summary>
    public WebBytes For(IList<StringWithQualityHeaderValue> accepted) => Encoded.FirstOrDefault(bytes => Takes(accepted, bytes.Encoding!)) ?? Plain;

    private static bool Takes(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        (
            accepted.FirstOrDefault(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(static one => one.Value == "*"))
            is { Quality: not 0 };
}
