using Onbehalf.Artifacts;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Inbox;

/// <summary>
/// Finds the part of an artifact that an inbox item is about, as its person may see it now. Costs one read of the artifact, and the evidence of
/// names that the agent wrote.
/// </summary>
public sealed class InboxArtifacts(ArtifactStore store, ArtifactOpenness openness)
{
    /// <summary>Returns null when the part was deleted, or the person cannot open the artifact now.</summary>
    internal async Task<ArtifactPart?> FindAsync(Authority person, InboxItem item, CancellationToken cancellation)
    {
        if (!ArtifactId.TryParse(item.About.Artifact, out var id) || await store.FindAsync(person, id, cancellation) is not { } live)
            return null;
        var state = live.State;
        var part = item.About.Part;
        if (item.About.Comment is { } comment)
        {
            if (!state.Comments.TryGetValue(comment, out var target) || !IsThere(state, target, comment))
                return null;
            part = target.Item;
        }

        ArtifactItem? about = null;
        if (part is not null && (!state.Items.TryGetValue(part, out about) || about.IsDeleted))
            return null;
        var name = about is null ? null : NameOf(state, about);
        var seqs = new[] { state.TitleSeq, name is { FromModel: true } ? name.Seq : null }.OfType<long>();
        var open = await openness.OfAsync(person, live, [.. seqs], cancellation);
        var isShown = name is not null && (!name.FromModel || open.ContainsKey(name.Seq)) && !string.IsNullOrWhiteSpace(name.Value.GetString());
        return new(state.TitleFor(open.ContainsKey), isShown ? name!.Value.GetString() : null);
    }

    private static bool IsThere(ArtifactState state, CommentTarget target, string comment) =>
        target switch
        {
            { Item: { } item } => state.Items.GetValueOrDefault(item)?.Comments,
            { Block: { } block } => state.Blocks.GetValueOrDefault(block) is { IsDeleted: false } held ? held.Comments : null,
            _ => null,
        } is { } comments
        && comments.Any(one => one.Id == comment && !one.IsDeleted);

    /// <summary>Returns the value of the first text field, by which the web app names an item, too.</summary>
    private static HeldValue? NameOf(ArtifactState state, ArtifactItem item) =>
        state.FieldOrder.FirstOrDefault(id => id != ArtifactField.StateId && state.Fields[id] is { Type: FieldType.Text, IsDeleted: false }) is { } field
        && item.Values.FirstOrDefault(held => held.Field == field) is { Value.ValueKind: System.Text.Json.JsonValueKind.String } held
            ? held
            : null;
}

/// <summary>The title of an artifact, and the name of its item. The name is null when it is locked, or when there is no item.</summary>
internal sealed record ArtifactPart(string Title, string? Item);
