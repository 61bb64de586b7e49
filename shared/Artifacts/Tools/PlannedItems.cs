using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>Resolves a model's arguments to ops on one item, with the item and the audience as of now.</summary>
internal sealed class PlannedItems(ArtifactStore store, ArtifactOpenness openness, ThreadStore threads)
{
    public async Task<PlannedItem> ReadAsync(Authority author, JsonElement arguments, CancellationToken cancellation)
    {
        if (!ArtifactId.TryParse(Arguments.Text(arguments, "artifact"), out var id) || await store.FindAsync(author, id, cancellation) is not { } live)
            return new PlannedItem.Refused(AgentOps.NotFound());
        if (Arguments.Text(arguments, "item") is not { } named || !live.State.Items.TryGetValue(named, out var item) || item.IsDeleted)
            return Failed("there is no such item. Read the artifact again.");
        if (Ops(arguments, item, out var ops) is { } unreadable)
            return Failed(unreadable);
        var (locked, open, back) = await openness.LockedAsync(author, live, ops, cancellation);
        if (locked is not null)
            return Failed(locked.Sentence);
        var stamp = new OpStamp(Participant.Of(author.Subject), default, live.Head.Seq + 1);
        var folded = ArtifactFold.Apply(live.State, ops, stamp);
        if (folded is Folded.Refused { Problem: var problem })
            return Failed(problem.Sentence);
        var after = ((Folded.Changed)folded).State;
        if (StateSize.After(live, ops, after) is null)
            return Failed(StateSize.TooLarge.Sentence);
        if (await ReadersAsync(author, live.Head, cancellation) is not { } readers)
            return new PlannedItem.Refused(Arguments.Refused(RefusalCodes.Refused, "nobody can tell who sees this artifact, so a run does not change it.", []));
        return new PlannedItem.Ready(live, ops, open, back, ItemCard.Of(author, live, after, item.Id, readers, open));
    }

    /// <summary>Returns the members with access. Null when another product manages the members.</summary>
    private async Task<IReadOnlyList<Participant>?> ReadersAsync(Authority author, ArtifactHead head, CancellationToken cancellation)
    {
        if (head.Thread is not { } thread)
            return [Participant.Of(author.Subject)];
        return await threads.FindWithMembersAsync(author.Subject.Id, thread, cancellation) is { IsBehindDoor: false } found
            ? [.. found.Members.Where(member => head.Places.Any(place => member.MayRead(place.Message))).Select(Participant.Of)]
            : null;
    }

    /// <summary>Returns why the arguments are no change of an item.</summary>
    private static string? Ops(JsonElement arguments, ArtifactItem item, out ImmutableArray<ArtifactOp> ops)
    {
        ops = [];
        var written = new JsonArray();
        try
        {
            if (arguments.TryGetProperty("values", out var values))
            {
                foreach (var value in values.EnumerateObject())
                    written.Add(
                        new JsonObject
                        {
                            ["op"] = "set",
                            ["item"] = item.Id,
                            ["field"] = value.Name,
                            ["value"] = JsonNode.Parse(value.Value.GetRawText()),
                        });
            }

            if (Arguments.Text(arguments, "state") is { } state)
                written.Add(new JsonObject { ["op"] = "move", ["item"] = item.Id, ["order"] = item.Order, ["state"] = state });
            return written.Count == 0 ? "give values, state or both." : OpReader.Read(JsonSerializer.SerializeToElement(written), out ops)?.Sentence;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            return "values are an object with a value for each field.";
        }
    }

    private static PlannedItem.Refused Failed(string sentence) => new(Arguments.Failed(RefusalCodes.Shape, sentence));
}

/// <summary>A change of one item that a run requests: its ops with the card, or a refusal that the model may read.</summary>
internal abstract record PlannedItem
{
    private PlannedItem()
    {
    }

    /// <param name="Open">The ops of the agent that were open to the author.</param>
    /// <param name="Back">The evidence of the agent's words that the ops set again.</param>
    public sealed record Ready(
        LiveArtifact Live,
        ImmutableArray<ArtifactOp> Ops,
        ImmutableHashSet<long> Open,
        ImmutableArray<EvidencePiece> Back,
        ConfirmationCard Card) : PlannedItem;

    public sealed record Refused(ToolResult Result) : PlannedItem;
}
