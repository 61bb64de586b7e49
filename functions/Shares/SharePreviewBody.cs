using Onbehalf.Functions.Threads;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary>The exact content of a share, its audience, and its link targets.</summary>
internal sealed record SharePreviewBody(
    MessageId Id,
    string Text,
    IReadOnlyList<BlockBody> Blocks,
    IReadOnlyList<ShownLink> Links,
    IReadOnlyList<PersonBody> Audience,
    string PreviewHash,
    bool IsShared)
{
    public static SharePreviewBody Of(OwnAnswer answer, FrozenReply frozen, bool isShared) => new(
        answer.Message.Id,
        frozen.Text,
        [.. frozen.Blocks.Select((block, index) => BlockBody.Of(new BlockId(answer.Message.Id, index), block, withRows: true))],
        frozen.Links(),
        [.. answer.Others.Select(PersonBody.Of)],
        answer.PreviewHash!,
        isShared);
}
