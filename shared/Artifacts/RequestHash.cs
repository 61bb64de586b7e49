using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>
/// The hash of a block's request: its source, its SQL and the parameters that the SQL names; or of the call of its button. The values that
/// a viewer chooses are not included.
/// </summary>
public static class RequestHash
{
    /// <summary>Returns the hash; null for a block without a request or a call.</summary>
    public static string? Of(ArtifactId artifact, ArtifactBlock block, ImmutableArray<ArtifactParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Type is not BlockType.Request)
            return Called(block) is { } call ? Digest([artifact.Value, block.Id, .. call]) : null;
        var slots = parameters
            .Where(parameter => parameter.Slots.Any(slot => IsNamed(block.Sql!, slot.Name)))
            .OrderBy(static parameter => parameter.Id, StringComparer.Ordinal)
            .Select(static parameter => JsonSerializer.Serialize(new { parameter.Id, parameter.Type, parameter.Choices }, ArtifactJson.Options));
        return Digest([artifact.Value, block.Id, block.Source, block.Sql, .. slots]);
    }

    /// <summary>Returns the hash of the request or call alone, without the artifact and block.</summary>
    internal static string? OfText(ArtifactBlock block) =>
        block.Type is BlockType.Request ? Digest([block.Source, block.Sql])[..32]
        : Called(block) is { } call ? Digest(call)[..32]
        : null;

    /// <summary>
    /// Returns whether SQL names a parameter. A match in a comment or literal counts, too. This can ask for a consent too often, but never
    /// too rarely.
    /// </summary>
    internal static bool IsNamed(string sql, string slot)
    {
        var name = $":{slot}";
        for (var start = sql.IndexOf(name, StringComparison.Ordinal); start >= 0; start = sql.IndexOf(name, start + name.Length, StringComparison.Ordinal))
        {
            var end = start + name.Length;
            if (end == sql.Length || !(char.IsAsciiLetterOrDigit(sql[end]) || sql[end] is '_'))
                return true;
        }

        return false;
    }

    private static string?[]? Called(ArtifactBlock block) => block.Action is { Op: BlockActionKind.Call } action
        ? ["call", JsonSerializer.Serialize(action, ArtifactJson.Options), JsonSerializer.Serialize(block.Fields ?? [], ArtifactJson.Options)]
        : null;

    private static string Digest(string?[] parts) =>
        Sha256.HexOfJson(parts, ArtifactJson.Options);
}
