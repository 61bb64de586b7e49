using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>
/// Names exactly what a block asks for: its source and text with the parameters that the text may name, or the call of its button. Another
/// definition is another hash. The values that a viewer chooses are not part of it.
/// </summary>
public static class RequestHash
{
    /// <summary>Null for a block without a request or a call.</summary>
    public static string? Of(ArtifactId artifact, ArtifactBlock block, ImmutableArray<ArtifactParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Type is not BlockType.Request)
            return Called(block) is { } call ? Digest([artifact.Value, block.Id, .. call]) : null;
        var slots = parameters.Where(parameter => parameter.Slots.Any(slot => IsNamed(block.Sql!, slot.Name))).OrderBy(static parameter => parameter.Id, StringComparer.Ordinal)
            .Select(static parameter => JsonSerializer.Serialize(new { parameter.Id, parameter.Type, parameter.Choices }, ArtifactJson.Options));
        return Digest([artifact.Value, block.Id, block.Source, block.Sql, .. slots]);
    }

    /// <summary>Of the request or the call alone, wherever it is.</summary>
    internal static string? OfText(ArtifactBlock block) =>
        block.Type is BlockType.Request ? Digest([block.Source, block.Sql])[..32]
        : Called(block) is { } call ? Digest(call)[..32]
        : null;

    /// <summary>A comment or a text counts as well: that asks once more, and never once less.</summary>
    internal static bool IsNamed(string sql, string slot) => Regex.IsMatch(sql, $":{Regex.Escape(slot)}([^A-Za-z0-9_]|$)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    private static string?[]? Called(ArtifactBlock block) => block.Action is { Op: BlockActionKind.Call } action
        ? ["call", JsonSerializer.Serialize(action, ArtifactJson.Options), JsonSerializer.Serialize(block.Fields ?? [], ArtifactJson.Options)]
        : null;

    private static string Digest(string?[] parts) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts, ArtifactJson.Options)));
}
