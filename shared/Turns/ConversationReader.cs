using System.Collections.Immutable;
using System.Text;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Sources;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Turns;

/// <summary>
/// Builds the context of one speaker's turn. It uses the same <see cref="AnswerVisibility"/> as the screens. A turn starts with the answers that
/// all members may see; <see cref="EarlierAnswers"/> adds the speaker's other answers. They are included at once for a dependent message: one that
/// is no <see cref="StandaloneQuestion"/> and names no table, column, space or page. Included answers are evidence.
/// </summary>
public sealed class ConversationReader(
    ThreadStore threads,
    MessageStore messages,
    AnswerVisibility visibility,
    MemberAuthorities members,
    SourceCatalog sources,
    CommonPlaces places,
    FileLines files,
    TurnCache memory,
    RunStore runs,
    AgentLimits limits)
{
    private const int TableRowsShown = 20;
    private const string QuotedMark = "[quoted by the next message]";

    /// <summary>The lifetime of a cached conversation, equal to that of a source's description of a person's permissions.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    /// <summary>Returns null if the speaker is no longer a member of the thread.</summary>
    /// <param name="verdict">The verdict on the turn's run, with its content; null for an attended turn.</param>
    internal async Task<Conversation?> ReadAsync(
        Authority authority, TurnState turn, RunVerdict.Good? verdict, IReadOnlyList<ModelExchange> earlier, CancellationToken cancellation)
    {
        var (copy, run) = (memory.Of(turn.Id), verdict?.Run);
        var isOpened = earlier.SelectMany(static exchange => exchange.Calls).Any(static call => call.Tool == EarlierAnswers.Called);
        var version = $"{authority.Version}/{isOpened}";
        if (copy.Conversation is { } cached && cached.Version == version && authority.ConfirmedAt - cached.ConfirmedAt < Life)
            return cached.Conversation;
        var ((present, isChanged, isBehindDoor), rows) = await threads.PresentAsync(turn.Thread, ShareStore.Outline, cancellation);
        if (present.FirstOrDefault(member => member.Subject == authority.Subject.Id) is not { } me)
            return null;
        if (isBehindDoor && await threads.FindMemberAsync(authority.Subject.Id, turn.Thread, cancellation) is null)
            return null;
        var confirming = members.OfAsync(authority, present, cancellation);

        // A run starts with its author's agreed prompt only. Messages of other people or runs, before or during the run, are excluded.
        var first = run is null ? Math.Max(1, turn.Message.Seq - limits.ContextMessages + 1) : turn.Message.Seq;
        var found = AsAsked(turn, await messages.ListAsync(turn.Thread, me, isChanged, new(first, (int)(turn.Message.Seq - first + 1)), cancellation));
        IReadOnlyDictionary<RunId, RunPart> parts = ImmutableDictionary<RunId, RunPart>.Empty;
        if (run is not null)
        {
            (parts, var before) = await EarlierAsync(run, cancellation);
            found = [.. before, .. found.Select(message => AsAgreed(turn, verdict!.Content, message))];
        }

        var everybody = await confirming;
        // With another product's members, only readers who came here are known. The data that all readers may see is therefore unknown.
        var common = everybody is { } people && !isBehindDoor ? await CommonSchema.OfAsync(sources, people, cancellation) : CommonSchema.None;
        var shares = await visibility.InForceAsync(turn.Thread, ShareStore.Outlines(rows), found, cancellation);
        var start = !isOpened && everybody is { } all && await StandsAloneAsync(found, common, all, cancellation)
            ? await StartAsync(all, present, found, shares, cancellation)
            : found;
        (start, var quoted) = await WithQuotedAsync(me, found, start, cancellation);
        var inForce =
            quoted is { } far && !found.Any(message => message.Id == far) ? await visibility.InForceAsync(turn.Thread, shares, start, cancellation) : shares;
        var conversation = await AssembleAsync(
            authority, start, quoted, await visibility.OfAsync(authority, start, cancellation, inForce), common.Text, parts, cancellation);
        conversation = OfRun(authority, verdict, conversation) with
        {
            IsShared = present.Any(member => member.Subject != authority.Subject.Id),
            Asked = (found[^1] as ThreadMessage.Typed)?.Text ?? "",
        };
        copy.Conversation = RememberedConversation.Of(version, authority.ConfirmedAt, conversation);
        return conversation;
    }

    /// <summary>The agreed prompt in place of the thread's plain words. What the agent wrote with evidence stands in no thread.</summary>
    private static ThreadMessage AsAgreed(TurnState turn, AutomationContent agreed, ThreadMessage message) =>
        message is ThreadMessage.Typed typed && typed.Id == turn.Message && !agreed.Evidence.IsEmpty ? typed with { Text = agreed.Prompt } : message;

    /// <summary>Adds the input of a run: the evidence of its agreed text, an event's payload, or the task from its parent run.</summary>
    private Conversation OfRun(Authority authority, RunVerdict.Good? verdict, Conversation conversation)
    {
        var run = verdict?.Run;
        if (run is not null)
            conversation = conversation.With(run.TextAuthors.Where(author => author.Subject != authority.Subject.Id.Value)) with
            {
                Evidence = EvidencePiece.Union([.. conversation.Evidence, .. verdict!.Content.Evidence]),
            };
        if (run is { Payload: { } payload })
            conversation = conversation.With(EventOrigin.Of(run.Id.Automation), payload[..Math.Min(payload.Length, limits.ContextCharacters)]);
        if (run is { Part: { } part })
            conversation = conversation.With(
                new(LineSource.Part, "agent", part.Ask), part.Evidence, part.TextAuthors.Where(author => author.Subject != authority.Subject.Id.Value));
        return conversation;
    }

    /// <summary>Omits deleted messages and restores the question's original text: an edit never changes a turn.</summary>
    private static IReadOnlyList<ThreadMessage> AsAsked(TurnState turn, IReadOnlyList<ThreadMessage> found) =>
    [
        .. found.Where(message => message is not ThreadMessage.Typed { IsDeleted: true } || message.Id == turn.Message)
            .Select(message => message is ThreadMessage.Typed typed && typed.Id == turn.Message ? typed.AsAsked() : message),
    ];

    /// <summary>
    /// Places the quoted message right before the question, however old it is. A quote of an answer includes it; a quote of a message includes its
    /// files.
    /// </summary>
    private async Task<(IReadOnlyList<ThreadMessage> Start, MessageId? Quoted)> WithQuotedAsync(
        Member me, IReadOnlyList<ThreadMessage> found, IReadOnlyList<ThreadMessage> start, CancellationToken cancellation)
    {
        if (start is not [.., ThreadMessage.Typed { Quoted: { } seq } asked] || new MessageId(asked.Id.Thread, seq) is var id && !me.MayRead(id))
            return (start, null);
        var quoted = found.FirstOrDefault(message => message.Id == id) ?? await messages.FindAsync(id, me.Subject, cancellation);
        return quoted is null or ThreadMessage.Typed { IsDeleted: true }
            ? (start, null)
            : ([.. start.Where(message => message.Id != id && message.Id != asked.Id), quoted, asked], id);
    }

    /// <summary>
    /// Returns the earlier answers of the run and of its parts. As with any answer, the reader's current permissions decide whether they can see
    /// them.
    /// </summary>
    private async Task<(IReadOnlyDictionary<RunId, RunPart> Parts, IEnumerable<ThreadMessage> Answers)> EarlierAsync(
        RunState run, CancellationToken cancellation)
    {
        RunState[] parts =
        [
            .. (await Task.WhenAll(run.Parts.Select(part => runs.FindAsync(part, cancellation))))
                .OfType<RunState>()
                .Where(static part => part.Part is not null),
        ];
        var asked = run.Earlier.Concat(parts.SelectMany(static part => part.Turn is { } last ? part.Earlier.Add(last) : part.Earlier));
        var answers = await Task.WhenAll(asked.Select(turn => messages.FindReplyAsync(turn, cancellation)));
        return (
            parts.ToDictionary(static part => part.Id, static part => part.Part!),
            answers.OfType<ThreadMessage.Answer>().OrderBy(static answer => answer.Id.Seq));
    }

    /// <summary>The wiki query runs only if it can change the decision: with several members, after a private answer.</summary>
    private async Task<bool> StandsAloneAsync(
        IReadOnlyList<ThreadMessage> found, CommonSchema common, IReadOnlyList<Authority> everybody, CancellationToken cancellation) =>
        found is [.., ThreadMessage.Typed asked]
        && (!asked.Files.IsEmpty
            || StandaloneQuestion.Is(asked.Text)
            || common.IsNamedIn(asked.Text)
            || (everybody.Count > 1
                && found.Any(static message => message is ThreadMessage.Answer { IsPrivate: true })
                && await places.AreNamedInAsync(asked.Text, everybody, cancellation)));

    /// <summary>Excludes files of messages from before a member joined. An answer that read one would be locked for that member.</summary>
    private async Task<IReadOnlyList<ThreadMessage>> StartAsync(
        IReadOnlyList<Authority> everybody,
        ImmutableArray<Member> present,
        IReadOnlyList<ThreadMessage> found,
        ThreadShares inForce,
        CancellationToken cancellation)
    {
        var open = await visibility.OpenToAllAsync(everybody, found, inForce, cancellation);
        return [.. found.Where(message => open.Contains(message.Id)).Select(Common)];

        ThreadMessage Common(ThreadMessage message) =>
            message is ThreadMessage.Typed { Files.IsEmpty: false } typed && !present.All(member => member.MayRead(message.Id))
                ? typed with { Files = [] }
                : message;
    }

    private async Task<Conversation> AssembleAsync(
        Authority authority,
        IReadOnlyList<ThreadMessage> found,
        MessageId? quoted,
        ImmutableArray<VisibleMessage> seen,
        string commonSchema,
        IReadOnlyDictionary<RunId, RunPart> parts,
        CancellationToken cancellation)
    {
        var lines = new List<ConversationLine>();
        var authors = new SortedDictionary<string, TextAuthor>(StringComparer.Ordinal);
        var evidence = new List<EvidencePiece>();
        var characters = 0;
        var sight = new ImageBudget();
        for (var i = found.Count - 1; i >= 0 && characters < limits.ContextCharacters; i--)
        {
            var (line, taken) = LineOf(authority, seen[i], found[i] is ThreadMessage.Answer { Run: { } run } ? parts.GetValueOrDefault(run) : null);
            if (line is null)
            {
                // A locked answer adds no data, but its absence can depend on its evidence.
                if (seen[i] is VisibleMessage.Locked { Message: var locked })
                    taken = await visibility.CoveredOfLockedAsync(authority, locked, cancellation);
                evidence.AddRange(
                    taken.Select(static piece => piece with { Touched = [.. piece.Touched.Select(static touched => touched with { CarriesData = false })] }));
                continue;
            }

            characters += line.Text.Length;
            var attached = await files.OfAsync(authority, found[i], limits.ContextCharacters - characters, sight, cancellation);
            lines.InsertRange(0, [.. attached.Lines, found[i].Id == quoted ? line with { Text = $"{QuotedMark}\n{line.Text}" } : line]);
            characters += attached.Characters;
            evidence.AddRange([.. taken, .. attached.Evidence]);
            foreach (var author in AuthorsOf(authority, seen[i]).Concat(attached.Authors))
                authors[author.Subject] = author;
        }

        return new([.. lines], EvidencePiece.Union(evidence), [.. authors.Values], commonSchema);
    }

    private static (ConversationLine? Line, ImmutableArray<EvidencePiece> Taken) LineOf(Authority authority, VisibleMessage message, RunPart? part) =>
        message switch
        {
            VisibleMessage.Typed { Message: var typed } => (
                new(typed.AskedBy.Id == authority.Subject.Id ? LineSource.Speaker : LineSource.OtherPerson, typed.AskedBy.Name, typed.Text), []),
            VisibleMessage.Open open => (AgentLine(open, part), open.Evidence),
            VisibleMessage.Locked => (null, []),
            _ => throw new InvalidOperationException("A visible message is typed, open, shared or locked."),
        };

    /// <summary>Returns the authors of a line, except the speaker: the sender, the original author, and the text authors of an answer.</summary>
    private static IEnumerable<TextAuthor> AuthorsOf(Authority authority, VisibleMessage message)
    {
        IEnumerable<TextAuthor> all = message switch
        {
            VisibleMessage.Typed { Message: { Author: { } author } typed } =>
            [
                new(typed.AskedBy.Id.Value, typed.AskedBy.Name),
                new(author.Subject.Value, author.Name),
            ],
            VisibleMessage.Typed { Message: var typed } => [new(typed.AskedBy.Id.Value, typed.AskedBy.Name)],
            VisibleMessage.Open open => open.Reply.TextAuthors,
            _ => [],
        };
        return all.Where(author => author.Subject != authority.Subject.Id.Value);
    }

    /// <summary>Formats an answer of the agent. A part's task needs no evidence beyond that of its answer.</summary>
    private static ConversationLine? AgentLine(VisibleMessage.Open open, RunPart? part)
    {
        var isDone = open.Reply.Status is ReplyStatus.Completed;
        if (!isDone && part is null)
            return null;
        var text = new StringBuilder(part is null ? "" : $"[part: {part.Ask}]\n").Append(isDone ? open.Reply.Text : "This part did not come to its end.");
        if (!open.RowsWithheld)
        {
            foreach (var table in open.Reply.Blocks.Select(static block => block.Result).OfType<ResultTable>())
                text.Append("\n\n").Append(Sketch(table));
        }

        return new(LineSource.Agent, "agent", text.ToString());
    }

    private static string Sketch(ResultTable table)
    {
        var rows = table.Rows.Take(TableRowsShown).Select(static row => string.Join('\t', row));
        var more = table.Rows.Length > TableRowsShown ? $"\n({table.Rows.Length} rows)" : "";
        return $"[table shown]\n{string.Join('\t', table.Columns.Select(static column => column.Name))}\n{string.Join('\n', rows)}{more}";
    }
}
