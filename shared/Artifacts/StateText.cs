using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Ids;

namespace Onbehalf.Artifacts;

/// <summary>Serializes a state. Equal states give equal bytes.</summary>
internal static class StateText
{
    public static byte[] Write(ArtifactState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return JsonSerializer.SerializeToUtf8Bytes(
            new Stored(
                state.Kind,
                state.Title,
                [.. state.FieldOrder.Select(id => state.Fields[id])],
                [.. state.Items.Values.OrderBy(static one => one.Id, StringComparer.Ordinal)],
                [.. state.Blocks.Values.OrderBy(static one => one.Block.Id, StringComparer.Ordinal)],
                state.Parameters,
                [.. state.Comments.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => new StoredComment(one.Key, one.Value))],
                [.. state.People.OrderBy(static one => one.Key.Value, StringComparer.Ordinal).Select(static one => new StoredPerson(one.Key, one.Value))],
                state.TitleSeq,
                state.FormerTitle),
            ArtifactJson.Options);
    }

    public static ArtifactState Read(ReadOnlySpan<byte> bytes)
    {
        var stored = JsonSerializer.Deserialize<Stored>(bytes, ArtifactJson.Options) ?? throw new FormatException("A snapshot is empty.");
        return new(stored.Kind, stored.Title)
        {
            TitleSeq = stored.TitleSeq,
            FormerTitle = stored.FormerTitle,
            Fields = stored.Fields.ToImmutableDictionary(static one => one.Id, StringComparer.Ordinal),
            FieldOrder = [.. stored.Fields.Select(static one => one.Id)],
            Items = stored.Items.ToImmutableDictionary(static one => one.Id, StringComparer.Ordinal),
            Blocks = stored.Blocks.ToImmutableDictionary(static one => one.Block.Id, StringComparer.Ordinal),
            Parameters = stored.Parameters,
            Comments = stored.Comments.ToImmutableDictionary(static one => one.Id, static one => one.Target, StringComparer.Ordinal),
            People = stored.People.ToImmutableDictionary(static one => one.Subject, static one => one.Name),
        };
    }

    public static string Hash(ArtifactState state) => Sha256.Hex(Write(state));

    private sealed record Stored(
        ArtifactKind Kind,
        string Title,
        ImmutableArray<ArtifactField> Fields,
        ImmutableArray<ArtifactItem> Items,
        ImmutableArray<HeldBlock> Blocks,
        ImmutableArray<ArtifactParameter> Parameters,
        ImmutableArray<StoredComment> Comments,
        ImmutableArray<StoredPerson> People,
        long? TitleSeq = null,
        ModelTitle? FormerTitle = null);

    private sealed record StoredComment(string Id, CommentTarget Target);

    private sealed record StoredPerson(SubjectId Subject, string Name);
}
