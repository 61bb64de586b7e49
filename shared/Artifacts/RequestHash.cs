using System.Security.Cryptography;
using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>Names exactly what a request block asks for. Another source or text is another hash.</summary>
public static class RequestHash
{
    /// <summary>Null for a block without a request.</summary>
    public static string? Of(ArtifactId artifact, ArtifactBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.Type is BlockType.Request ? Digest(artifact.Value, block.Id, block.Source, block.Sql) : null;
    }

    /// <summary>Of the request alone, wherever it is.</summary>
    internal static string? OfText(ArtifactBlock block) => block.Type is BlockType.Request ? Digest(block.Source, block.Sql)[..32] : null;

    private static string Digest(params string?[] parts) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts, ArtifactJson.Options)));
}
