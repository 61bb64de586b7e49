using System.Collections.Immutable;
using System.Text;
using Onbehalf.Identity;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>Reads a thread as one speaker's turn may use it: through the same <see cref="Visibility"/> as every screen.</summary>
public sealed class ConversationReader(ThreadStore threads, MessageStore messages, Visibility visibility, TurnMemory memory, AgentLimits limits)
{
    private const int TableRowsShown = 20;

    /// <summary>Null when the speaker is no longer a member of the thread.</summary>
    public async Task<Conversation?> ReadAsync(Authority authority, TurnState turn, CancellationToken cancellation)
    {
        var copy = memory.Of(turn.Id);
        if (copy.Conversation is { } cached && cached.Version == authority.Version)
            return cached.Conversation;
        if (await threads.FindMemberAsync(authority.Subject.Id, turn.Thread, cancellation).ConfigureAwait(false) is not { } me)
            return null;

        var first = Math.Max(1, turn.Message.Seq - limits.ContextMessages + 1);
        var found = await messages.ListAsync(turn.Thread, me, new(first, (int)(turn.Message.Seq - first + 1)), cancellation).ConfigureAwait(false);
        var conversation = await AssembleAsync(authority, found, cancellation).ConfigureAwait(false);
        copy.Conversation = new(authority.Version, conversation);
        return conversation;
    }

    private async Task<Conversation> AssembleAsync(Authority authority, IReadOnlyList<ThreadMessage> found, CancellationToken cancellation)
    {
        var lines = new List<ConversationLine>();
        var authors = new SortedDictionary<string, TextAuthor>(StringComparer.Ordinal);
        var characters = 0;
        var holdsPrivate = false;
        for (var i = found.Count - 1; i >= 0 && characters < limits.ContextCharacters; i--)
        {
            var (line, isPrivate) = LineOf(authority, await visibility.OfAsync(authority, found[i], cancellation).ConfigureAwait(false));
            if (line is null)
                continue;
            lines.Insert(0, line);
            characters += line.Text.Length;
            holdsPrivate |= isPrivate;
            if (line.Source is LineSource.OtherPerson)
                authors[found[i].AskedBy.Id.Value] = new(found[i].AskedBy.Id.Value, line.Author);
        }

        return new([.. lines], holdsPrivate, [.. authors.Values]);
    }

    private static (ConversationLine? Line, bool IsPrivate) LineOf(Authority authority, VisibleMessage message) => message switch
    {
        VisibleMessage.Typed { Message: var typed } => (new(typed.AskedBy.Id == authority.Subject.Id ? LineSource.Speaker : LineSource.OtherPerson, typed.AskedBy.Name, typed.Text), false),
        VisibleMessage.Open { Message: var answer, Reply: var reply } => (AgentLine(reply), answer.IsPrivate),
        VisibleMessage.Locked => (null, false),
        _ => throw new InvalidOperationException("A visible message is typed, open, shared or locked."),
    };

    private static ConversationLine? AgentLine(Reply reply)
    {
        if (reply.Status is not ReplyStatus.Completed)
            return null;
        var text = new StringBuilder(reply.Text);
        foreach (var table in reply.Blocks.Select(static block => block.Result).OfType<ResultTable>())
            text.Append("\n\n").Append(Sketch(table));
        return new(LineSource.Agent, "agent", text.ToString());
    }

    private static string Sketch(ResultTable table)
    {
        var rows = table.Rows.Take(TableRowsShown).Select(static row => string.Join('\t', row));
        var more = table.Rows.Length > TableRowsShown ? $"\n({table.Rows.Length} rows)" : "";
        return $"[table shown]\n{string.Join('\t', table.Columns.Select(static column => column.Name))}\n{string.Join('\n', rows)}{more}";
    }
}
