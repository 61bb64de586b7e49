using System.Security.Cryptography;
using System.Text.Json;

namespace Onbehalf.Mcp;

/// <summary>A tool as its server describes it now. <see cref="Hash"/> covers every word of that.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="ServerName">What the server calls it.</param>
internal sealed record OfferedTool(string Name, string ServerName, string Description, JsonElement Schema)
{
    public const int LongestDescription = 2_000;
    public const int LongestSchema = 16 * 1024;

    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[] { ServerName, Description, Schema.GetRawText() })));
}
