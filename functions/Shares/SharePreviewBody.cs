using Onbehalf.Functions.Threads;
using Onbehalf.Ids;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Shares;

/// <summary>Exactly what a share would show, to whom, and where its links lead.</summary>
internal sealed record SharePreviewBody(
    MessageId Id, string Text, IReadOnlyList<BlockBody> Blocks, IReadOnlyList<ShownLink> Links, IReadOnlyList<PersonBody> Audience, string PreviewHash, bool IsShared);
