using System.Diagnostics.CodeAnalysis;

namespace Onbehalf.Ids;

/// <summary><c>{threadId}-m{seq}</c>: a message is found by its id alone.</summary>
public readonly record struct MessageId
{
    public MessageId(ThreadId thread, long seq)
    {
        Thread = thread;
        Seq = Numbered.Checked(seq, least: 1);
    }

    public ThreadId Thread { get; }

    public long Seq { get; }

    public string Value => Numbered.Write(Thread.Value, 'm', Seq);

    public static bool TryParse([NotNullWhen(true)] string? text, out MessageId id)
    {
        var valid = Numbered.TryRead(text, 'm', least: 1, out var outer, out var seq) & ThreadId.TryParse(outer, out var thread);
        id = valid ? new(thread, seq) : default;
        return valid;
    }

    public static MessageId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a message id.");

    public override string ToString() => Value;
}
