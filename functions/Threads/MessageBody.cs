using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Threads;

/// <summary>A message as returned to one viewer. A locked message contains only who asked, and the time of the question.</summary>
internal sealed record MessageBody(MessageId Id, ThreadId ThreadId, string From, string Visibility, PersonBody AskedBy, DateTimeOffset At)
{
    public TurnId? TurnId { get; init; }

    /// <summary>The original author, if the person who asked took the question over from another person.</summary>
    public PersonBody? Author { get; init; }

    /// <summary>True for a question or answer of an unattended run.</summary>
    public bool? Unattended { get; init; }

    public RunId? RunId { get; init; }

    public string? Text { get; init; }

    public PersonBody? RanAs { get; init; }

    public ReplyStatus? Status { get; init; }

    public IReadOnlyList<BlockBody>? Blocks { get; init; }

    public IReadOnlyList<Touched>? Touched { get; init; }

    public IReadOnlyList<ReplyStep>? Steps { get; init; }

    /// <summary>The time of the author's last edit.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>True if the author deleted the message. It then has no text.</summary>
    public bool? Deleted { get; init; }

    public IReadOnlyList<MentionBody>? Mentions { get; init; }

    /// <summary>The quoted message of this thread. The viewer opens it with their own rights.</summary>
    public MessageId? Quote { get; init; }

    public IReadOnlyList<FileBody>? Files { get; init; }

    public IReadOnlyList<ReactionBody>? Reactions { get; init; }

    public static MessageBody Of(VisibleMessage message) => message switch
    {
        VisibleMessage.Typed typed => Typed(typed.Message),
        VisibleMessage.Open open => Open(open, open.IsShared ? "shared" : "open"),
        VisibleMessage.Locked locked => Head(locked.Message, "agent", "locked") with { At = locked.Message.AskedAt },
        _ => throw new InvalidOperationException($"{message.GetType().Name} is not a way to see a message."),
    };

    private static MessageBody Typed(ThreadMessage.Typed typed) => Of(typed.Run, Head(typed, "person", "open")) with
    {
        TurnId = typed.Turn,
        Text = typed.IsDeleted ? null : typed.Text,
        Author = typed.Author is { } author ? PersonBody.Of(author) : null,
        EditedAt = typed.EditedAt,
        Deleted = typed.IsDeleted ? true : null,
        Mentions = typed.Mentions.IsEmpty ? null : [.. typed.Mentions.Select(static one => new MentionBody(one.Subject, one.Name, one.As))],
        Quote = typed.Quoted is { } quoted ? new(typed.Id.Thread, quoted) : null,
        Files = typed.Files.IsEmpty ? null : [.. typed.Files.Select(FileBody.Of)],
        Reactions = ReactionBody.Of(typed.Reactions),
    };

    private static MessageBody Head(ThreadMessage message, string from, string visibility) =>
        new(message.Id, message.Id.Thread, from, visibility, PersonBody.Of(message.AskedBy), message.At);

    private static MessageBody Of(RunId? run, MessageBody body) => run is null ? body : body with { Unattended = true, RunId = run };

    private static MessageBody Open(VisibleMessage.Open open, string visibility) => Of(open.Message.Run, Head(open.Message, "agent", visibility)) with
    {
        At = open.Reply.At,
        TurnId = open.Message.Turn,
        Text = open.Reply.Text,
        RanAs = PersonBody.Of(open.Reply.RanAs),
        Status = open.Reply.Status,
        Blocks = [.. open.Reply.Blocks.Select((block, index) => BlockBody.Of(new BlockId(open.Message.Id, index), block, !open.RowsWithheld))],
        Touched = open.Reply.Touched,
        Steps = open.Reply.Steps,
        Reactions = ReactionBody.Of(open.Message.Reactions),
    };
}
