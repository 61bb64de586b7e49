using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads.Files;

namespace Onbehalf.Threads;

/// <summary>Whom and what a message refers to: people, those of them who are <paramref name="Members"/>, and the number of the message it quotes.</summary>
public sealed record MessageRefs(ImmutableArray<Mention> Mentions, ImmutableArray<SubjectId> Members, long? Quoted)
{
    public static MessageRefs None { get; } = new([], [], null);

    /// <summary>The speaker's files that go with the message.</summary>
    public ImmutableArray<UnsentFile> Files { get; init; } = [];
}
