using System.Text.Json.Serialization;

namespace Onbehalf.Demo.Local;

internal sealed record LocalToken(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("token_type")] string TokenType)
{
    public override string ToString() => nameof(LocalToken);
}
