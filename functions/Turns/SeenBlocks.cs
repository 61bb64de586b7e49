using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Tools;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Turns;

/// <summary>Finds blocks of replies that a viewer may see.</summary>
public sealed class SeenBlocks(ThreadStore threads, MessageStore messages, AnswerVisibility visibility)
{
    /// <summary>Returns null for an unknown block and for one of a reply that the viewer may not see.</summary>
    public async Task<Block?> FindAsync(Authority viewer, string id, CancellationToken cancellation)
    {
        if (!BlockId.TryParse(id, out var block)
            || await threads.FindForMemberAsync(viewer.Subject.Id, block.Reply.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(block.Reply)
            || await messages.FindAsync(block.Reply, cancellation) is not { } message)
            return null;
        return (await visibility.OfAsync(viewer, message, cancellation)) switch
        {
            VisibleMessage.Open { Reply: var reply } => reply.Blocks.ElementAtOrDefault(block.Index),
            _ => null,
        };
    }
}

/// <summary>Keeps no result: a viewer's own look is not part of a turn.</summary>
internal sealed class NotKept : IResultStore
{
    public Task<ToolOutcome?> FindAsync(CancellationToken cancellation) => Task.FromResult<ToolOutcome?>(null);

    public Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation) => Task.CompletedTask;
}
