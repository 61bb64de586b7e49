using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// Serializes a reply, except asker, time and evidence, within the size of one row. An oversized reply is reduced in this order. A list of touched
/// columns above half of the limit is reduced to its sources, because it is only for people. Then rows of tables are removed, because a reader can
/// request them again.
/// </summary>
internal static class ReplyBody
{
    public const int MaxBytes = 240 * 1024;

    public static byte[] Write(Reply reply)
    {
        var bytes = Serialize(reply);
        while (bytes.Length > MaxBytes)
        {
            reply = Smaller(reply);
            bytes = Serialize(reply);
        }

        return bytes;
    }

    public static Reply Read(ThreadMessage.Answer answer, ReadOnlySpan<byte> bytes)
    {
        var stored = JsonSerializer.Deserialize<Stored>(bytes, ThreadJson.Options) ?? throw new FormatException($"The body of {answer.Id} is empty.");
        return new()
        {
            AskedBy = answer.AskedBy,
            RanAs = stored.RanAs.ToSubject(),
            Run = answer.Run,
            Text = stored.Text,
            Status = stored.Status,
            IsPrivate = answer.IsPrivate,
            At = answer.At,
            Blocks = stored.Blocks,
            Touched = stored.Touched,
            Steps = stored.Steps,
            TextAuthors = stored.TextAuthors.IsDefault ? [] : stored.TextAuthors,
        };
    }

    private static byte[] Serialize(Reply reply) => JsonSerializer.SerializeToUtf8Bytes(
        new Stored(StoredSubject.Of(reply.RanAs), reply.Text, reply.Status, reply.Blocks, reply.Touched, reply.Steps, reply.TextAuthors), ThreadJson.Options);

    private static Reply Smaller(Reply reply)
    {
        if (reply.Touched.Any(static touched => !touched.Undecided)
            && JsonSerializer.SerializeToUtf8Bytes(reply.Touched, ThreadJson.Options).Length > MaxBytes / 2)
            return SourcesOnly(reply);
        var largest = reply.Blocks.MaxBy(RowCount);
        if (largest?.Result is { Rows.Length: > 0 } table)
        {
            var cut = table with { Rows = table.Rows[..(table.Rows.Length / 2)], Truncated = true };
            return reply with { Blocks = reply.Blocks.Replace(largest, largest with { Result = cut }, ReferenceEqualityComparer.Instance) };
        }

        return reply.Blocks.Length > 0
            ? reply with { Blocks = reply.Blocks[..^1] }
            : reply.Touched.Any(static touched => !touched.Undecided)
            ? SourcesOnly(reply)
            : reply.Text.Length > 1
            ? reply with { Text = reply.Text[..(reply.Text.Length / 2)] }
            : throw new ArgumentException("A reply's lineage and steps alone exceed a row.", nameof(reply));
    }

    private static Reply SourcesOnly(Reply reply) =>
        reply with { Touched = [.. reply.Touched.Select(static touched => touched.Source).Distinct(StringComparer.Ordinal).Select(Touched.Unknown)] };

    private static int RowCount(Block block) => block.Result?.Rows.Length ?? 0;

    private sealed record Stored(
        StoredSubject RanAs, string Text, ReplyStatus Status, ImmutableArray<Block> Blocks, ImmutableArray<Touched> Touched, ImmutableArray<ReplyStep> Steps,
        ImmutableArray<TextAuthor> TextAuthors);
}
