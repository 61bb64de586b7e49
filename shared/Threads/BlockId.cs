using System.Diagnostics.CodeAnalysis;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>The id of a block: <c>{replyMessageId}-b{n}</c>. The index starts at 0, in the order of the reply.</summary>
public readonly record struct BlockId
{
    public BlockId(MessageId reply, int index)
    {
        Reply = reply;
        Index = (int)Numbered.Checked(index, least: 0);
    }

    public MessageId Reply { get; }

    public int Index { get; }

    public string Value => Numbered.Write(Reply.Value, 'b', Index);

    public static bool TryParse([NotNullWhen(true)] string? text, out BlockId id)
    {
        var valid = Numbered.TryRead(text, 'b', least: 0, out var outer, out var index) & MessageId.TryParse(outer, out var reply) & index <= int.MaxValue;
        id = valid ? new(reply, (int)index) : default;
        return valid;
    }

    public static BlockId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a block id.");

    public override string ToString() => Value;
}
