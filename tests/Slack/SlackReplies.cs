using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Slack;

/// <summary>Replies of every shape, such as a model, a person and a database can make them.</summary>
internal static class SlackReplies
{
    private static readonly Subject Bob = new(SubjectId.Of("https://paper.test", null, "bob"), "paper", "https://paper.test", null, "bob", "Bob <@U1> *b*");

    private static readonly string[] Pieces =
    [
        "Revenue rose.", "\n\n", "<!channel>", "<@U0MALLORY>", "[label](https://a.example/?x=1&y=2)", "```\ncode <b>\n```\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "\u202E", "😀", "&lt;", "> q\n", " ", "",
        new string('w', 700), string.Concat(Enumerable.Repeat("word ", 900)), string.Concat(Enumerable.Repeat("<&>", 1500)),
    ];

    private static readonly object?[] Cells = [null, "", "x", "<!channel>", new string('c', 3000), 1.25, 12L, true, "\u200B", DateTimeOffset.UnixEpoch];

    private static readonly Gen<string> Text = Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces));

    private static readonly Gen<ResultTable> Tables =
        from columns in Gen.Choose(0, 25)
        from rows in Gen.Choose(0, 130)
        from cell in Gen.Elements(Cells)
        from other in Gen.Elements(Cells)
        from isCut in Gen.Elements(true, false)
        select new ResultTable(
            "company", "select", [.. Enumerable.Range(0, columns).Select(static at => new ResultColumn(at == 0 ? "" : $"column {at} <@U1>", at % 2 == 0 ? "text" : "number"))],
            [.. Enumerable.Range(0, rows).Select(row => Enumerable.Range(0, columns).Select(at => (row + at) % 3 == 0 ? cell : other).ToImmutableArray<object?>())], isCut);

    private static readonly Gen<Block> Blocks =
        from kind in Gen.Elements(BlockKind.Table, BlockKind.Chart, BlockKind.Text)
        from title in Gen.Elements(null, "", "Deals <!here>", new string('t', 900))
        from text in Text
        from table in Tables
        from hasRows in Gen.Elements(true, true, false)
        select new Block(kind, title, kind is BlockKind.Text ? text : null, null, kind is not BlockKind.Text && hasRows ? table : null);

    private static readonly Gen<VisibleMessage.Open> Replies =
        from text in Text
        from blocks in Blocks.ListOf().Select(static blocks => blocks.Take(4))
        from status in Gen.Elements(ReplyStatus.Completed, ReplyStatus.Refused, ReplyStatus.Failed, ReplyStatus.Stopped)
        from steps in Gen.Choose(0, 8)
        from isShared in Gen.Elements(true, false)
        from isWithheld in Gen.Elements(true, false)
        select Open(
            Reply(text) with
            {
                Status = status,
                Blocks = [.. blocks],
                Steps = [.. Enumerable.Range(0, steps).Select(static at => new ReplyStep($"c{at}", at % 2 == 0 ? "query_data" : "tasks__<list>", at % 3 == 0 ? null : "company", "succeeded", DateTimeOffset.UnixEpoch, null))],
            },
            isShared, isWithheld);

    public static IReadOnlyList<VisibleMessage.Open> Sample(int count) => [.. Gen.Sample(Replies, 12, count)];

    public static Reply Reply(string text) => new() { AskedBy = Bob, RanAs = Bob, Text = text, Status = ReplyStatus.Completed, IsPrivate = true, At = DateTimeOffset.UnixEpoch };

    public static VisibleMessage.Open Open(Reply reply, bool isShared = false, bool rowsWithheld = false)
    {
        var asking = new MessageId(ThreadId.New(), 1);
        var answer = new ThreadMessage.Answer(new(asking.Thread, 2), reply.AskedBy, reply.At, new(asking, TurnId.NewNonce()), null, reply.IsPrivate, [], []);
        return new(answer, reply, [], isShared, rowsWithheld);
    }
}
