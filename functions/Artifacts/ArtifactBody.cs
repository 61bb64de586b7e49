using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Functions.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Functions.Artifacts;

/// <summary>An artifact as one viewer may see it, without locked content.</summary>
internal sealed record ArtifactBody(
    ArtifactId Id, ArtifactKind Kind, string Title, string State, long Seq, PersonBody MadeBy, DateTimeOffset MadeAt, DateTimeOffset ChangedAt, bool Mine)
{
    public ThreadId? ThreadId { get; init; }

    public required ArtifactDefinitionBody Definition { get; init; }

    public required IReadOnlyList<ArtifactItemBody> Items { get; init; }

    public required IReadOnlyDictionary<string, ArtifactTextBody> Texts { get; init; }

    public required IReadOnlyList<ArtifactProposalBody> Proposals { get; init; }
}

internal sealed record ArtifactDefinitionBody(
    IReadOnlyList<ArtifactFieldBody> Fields,
    IReadOnlyList<ArtifactBlockBody> Blocks,
    IReadOnlyList<ArtifactParameter> Parameters,
    IReadOnlyList<ArtifactPlaceBody> Layout)
{
    /// <summary>The deleted fields whose words this viewer may see. They keep their values and can be restored.</summary>
    public IReadOnlyList<ArtifactFieldBody>? DeletedFields { get; init; }
}

internal sealed record ArtifactFieldBody(string Id, string Name, FieldType Type, IReadOnlyList<string>? Choices, string? Currency);

internal sealed record ArtifactPlaceBody(string Block, int X, int Y, int W, int H);

internal sealed record ArtifactTextBody(string Text, long Version);

internal sealed record ArtifactItemBody(
    string Id,
    string Order,
    string? State,
    IReadOnlyDictionary<string, JsonElement> Values,
    IReadOnlyList<ArtifactCommentBody> Comments,
    PersonBody By,
    DateTimeOffset At,
    PersonBody ChangedBy,
    DateTimeOffset ChangedAt)
{
    public bool? Deleted { get; init; }

    /// <summary>Fields whose value is locked for the viewer.</summary>
    public IReadOnlyList<string>? Locked { get; init; }
}

internal sealed record ArtifactCommentBody(string Id, PersonBody By, DateTimeOffset At, string Text, bool? Deleted)
{
    public IReadOnlyList<CommentMention>? Mentions { get; init; }
}

/// <summary>A proposal to the viewer.</summary>
internal sealed record ArtifactProposalBody(string Id, PersonBody By, DateTimeOffset At, long BaseSeq, JsonElement Ops, bool Stale)
{
    public static ArtifactProposalBody Of(ArtifactProposal proposal) =>
        new(
            proposal.Id,
            PersonBody.Of(proposal.By),
            proposal.At,
            proposal.BaseSeq,
            JsonSerializer.SerializeToElement(proposal.Ops, ArtifactJson.Options),
            proposal.IsStale);
}
