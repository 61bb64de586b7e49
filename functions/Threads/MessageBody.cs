using Onbehalf.Evidence;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>A message as the contract shows it to one viewer. Of a locked one: who asked, when, nothing else.</summary>
internal sealed record MessageBody(MessageId Id, ThreadId ThreadId, string From, string Visibility, PersonBody AskedBy, DateTimeOffset At)
{
    public TurnId? TurnId { get; init; }

    public string? Text { get; init; }

    public PersonBody? RanAs { get; init; }

    public ReplyStatus? Status { get; init; }

    public IReadOnlyList<BlockBody>? Blocks { get; init; }

    public IReadOnlyList<Touched>? Touched { get; init; }

    public IReadOnlyList<ReplyStep>? Steps { get; init; }

    public static MessageBody Of(VisibleMessage message) => message switch
    {
        VisibleMessage.Typed typed => Head(typed.Message, "person", "open") with { TurnId = typed.Message.Turn, Text = typed.Message.Text },
        VisibleMessage.Open open => Open(open.Message, open.Reply, open.IsShared ? "shared" : "open"),
        VisibleMessage.Locked locked => Head(locked.Message, "agent", "locked"),
        _ => throw new InvalidOperationException($"{message.GetType().Name} is not a way to see a message."),
    };

    private static MessageBody Head(ThreadMessage message, string from, string visibility) =>
        new(message.Id, message.Id.Thread, from, visibility, PersonBody.Of(message.AskedBy), message.At);

    private static MessageBody Open(ThreadMessage.Answer answer, Reply reply, string visibility) => Head(answer, "agent", visibility) with
    {
        TurnId = answer.Turn,
        Text = reply.Text,
        RanAs = PersonBody.Of(reply.RanAs),
        Status = reply.Status,
        Blocks = [.. reply.Blocks.Select((block, index) => BlockBody.Of(new BlockId(answer.Id, index), block))],
        Touched = reply.Touched,
        Steps = reply.Steps,
    };
}
