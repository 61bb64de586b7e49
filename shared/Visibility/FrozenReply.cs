using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>The exact content of a share: text and tables as previewed, without requests, invisible characters or hidden link targets.</summary>
public sealed record FrozenReply(string Text, ImmutableArray<Block> Blocks)
{
    public static FrozenReply Of(Reply reply) => new(ShownText.Of(reply.Text), [.. reply.Blocks.Select(Freeze)]);

    public ImmutableArray<ShownLink> Links() => ShownText.Links(Text);

    internal byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(this, ThreadJson.Options);

    internal static FrozenReply Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<FrozenReply>(bytes, ThreadJson.Options) ?? throw new FormatException("A share holds nothing.");

    /// <summary>A digest of the reply, its bytes and the audience; a change of any requires a new preview.</summary>
    public string PreviewHash(MessageId reply, IEnumerable<string> audience) => Sha256.HexOfJson(new
        {
            reply = reply.Value,
            audience = audience.Order(StringComparer.Ordinal),
            content = Convert.ToBase64String(Bytes()),
        });

    private static Block Freeze(Block block) => new(
        block.Kind,
        block.Title is null ? null : ShownText.Of(block.Title),
        block.Text is null ? null : ShownText.Of(block.Text),
        Request: null,
        block.Result is null ? null : new ResultTable(
            "",
            "",
            [.. block.Result.Columns.Select(static column => new ResultColumn(ShownText.Of(column.Name), column.Kind))],
            [.. block.Result.Rows.Select(Row)],
            block.Result.Truncated));

    private static ImmutableArray<object?> Row(ImmutableArray<object?> row) =>
    [
        .. row.Select(static cell => cell switch
        {
            string text => ShownText.Of(text),
            JsonElement { ValueKind: JsonValueKind.String } json => ShownText.Of(json.GetString()!),
            _ => cell,
        }),
    ];
}
