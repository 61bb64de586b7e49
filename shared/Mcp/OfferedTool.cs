using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Mcp;

/// <summary>A tool as its server describes it now. <see cref="Hash"/> covers the whole description.</summary>
/// <param name="Name">Its name for the model.</param>
/// <param name="ServerName">Its name at the server.</param>
internal sealed record OfferedTool(string Name, string ServerName, string Description, JsonElement Schema)
{
    public const int LongestDescription = 2_000;
    public const int LongestSchema = 16 * 1024;

    public string Hash { get; } =
        Sha256.HexOfJson(new[] { ServerName, Description, Schema.GetRawText() });
}
