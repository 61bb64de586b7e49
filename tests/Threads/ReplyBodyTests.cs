using System.Text;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class ReplyBodyTests
{
    [Fact]
    public void What_an_answer_touched_gives_way_before_its_words_and_its_rows_do()
    {
        var bob = new Subject(SubjectId.Of("https://paper.test", null, "bob"), "paper", "https://paper.test", null, "bob", "Bob");
        var touched = Enumerable.Range(0, 3_000).Select(static n => new Touched(
            "company", $"company.shipments_{n}", ["measured_1", "measured_2", "measured_3"], ["permit (region = ANY (my_regions()))"]));
        var reply = new Reply
        {
            AskedBy = bob,
            RanAs = bob,
            Text = "Three thousand tables.",
            Status = ReplyStatus.Completed,
            IsPrivate = true,
            At = DateTimeOffset.UnixEpoch,
            Blocks = [new(BlockKind.Table, Result: new("company", "SELECT 1", [new("n", "number")], [[4711]], Truncated: false))],
            Touched = [.. touched, new("expenses", "expenses", ["amount"], [])],
            Evidence = [],
            Steps = [],
            TextAuthors = [],
        };

        var bytes = ReplyBody.Write(reply);

        Assert.InRange(bytes.Length, 1, ReplyBody.MaxBytes);
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Contains("Three thousand tables.", text, StringComparison.Ordinal);
        Assert.Contains("4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain("shipments", text, StringComparison.Ordinal);
        Assert.Contains("\"expenses\"", text, StringComparison.Ordinal);
    }
}
