using System.Diagnostics.CodeAnalysis;

namespace Onbehalf.Threads;

/// <summary><c>{threadId}-t{seq of the asking message}</c>: also the orchestration's instance id, so asking twice starts one turn.</summary>
public readonly record struct TurnId
{
    public TurnId(MessageId asking)
        : this(asking.Thread, asking.Seq)
    {
    }

    private TurnId(ThreadId thread, long seq)
    {
        Thread = thread;
        Seq = Numbered.Checked(seq, least: 1);
    }

    public ThreadId Thread { get; }

    public long Seq { get; }

    /// <summary>The message this turn answers.</summary>
    public MessageId Asking => new(Thread, Seq);

    public string Value => Numbered.Write(Thread.Value, 't', Seq);

    public static bool TryParse([NotNullWhen(true)] string? text, out TurnId id)
    {
        var valid = Numbered.TryRead(text, 't', least: 1, out var outer, out var seq) & ThreadId.TryParse(outer, out var thread);
        id = valid ? new(thread, seq) : default;
        return valid;
    }

    public static TurnId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a turn id.");

    public override string ToString() => Value;
}
