using Onbehalf.Turns;

namespace Onbehalf.Tests.Turns;

public sealed class RememberedConversationTests
{
    [Fact]
    public void A_conversation_with_an_image_is_not_kept_in_memory()
    {
        var plain = new Conversation([new(LineSource.Speaker, "Alice", "What is this?")], [], [], "");
        var seen = plain with { Lines = plain.Lines.Add(new(LineSource.File, "Alice", "") { File = "dot.png", Image = new("image/png", new byte[4]) }) };

        Assert.Same(plain, RememberedConversation.Of("1", DateTimeOffset.UtcNow, plain)?.Conversation);
        Assert.Null(RememberedConversation.Of("1", DateTimeOffset.UtcNow, seen));
    }
}
