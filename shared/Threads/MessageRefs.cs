using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads.Files;

namespace Onbehalf.Threads;

/// <summary>The references of a message: mentioned people, the <paramref name="Members"/> among them, and the number of the quoted message.</summary>
public sealed record MessageRefs(ImmutableArray<Mention> Mentions, ImmutableArray<SubjectId> Members, long? Quoted)
{
    public static MessageRefs None { get; } = new([], [], null);

    /// <summary>The speaker's unsent files that the message attaches.</summary>
    public ImmutableArray<UnsentFile> Files { get; init; } = [];
}
