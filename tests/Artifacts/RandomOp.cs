using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Artifacts;

namespace Onbehalf.Tests.Artifacts;

/// <summary>An op that a client could send, fitting or not.</summary>
internal static class RandomOp
{
    private static readonly string[] Orders = ["a0", "a1", "a0V", "Zz", "b00"];

    public static ArtifactOp Of(Random random, ArtifactState state)
    {
        var item = $"i{random.Next(6)}";
        var order = Orders[random.Next(Orders.Length)];
        return random.Next(11) switch
        {
            0 => new ArtifactOp.Add(item, order, ImmutableDictionary<string, JsonElement>.Empty.Add("title", Value($"t{random.Next(9)}"))),
            1 => new ArtifactOp.Delete(item),
            2 => new ArtifactOp.Restore(item),
            3 => new ArtifactOp.Move(item, order, random.Next(2) == 0 ? "done" : null),
            4 => new ArtifactOp.SetValue(item, "n", Value(random.Next(100))),
            5 => new ArtifactOp.SetValue(item, "title", Value($"s{random.Next(9)}")),
            6 => new ArtifactOp.Rename($"Title {random.Next(9)}"),
            7 => new ArtifactOp.AddComment(new(Item: item), $"c{random.Next(40)}", "said"),
            8 => new ArtifactOp.DeleteComment($"c{random.Next(40)}"),
            _ => Edit(random, state.Blocks["b1"]),
        };
    }

    private static ArtifactOp.Edit Edit(Random random, HeldBlock block)
    {
        var at = random.Next(block.Text.Length + 1);
        var deleted = random.Next(Math.Min(4, block.Text.Length - at) + 1);
        object[] changes = [at, new object[] { deleted, $"w{random.Next(99)}", "🙂" }, block.Text.Length - at - deleted];
        return new("b1", block.Version, JsonSerializer.SerializeToElement(changes));
    }

    private static JsonElement Value<T>(T value) => JsonSerializer.SerializeToElement(value);
}
