using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Artifacts.Tools;

/// <summary>
/// Draws the card of a changed item. It has every field, as unchanged values identify the item for its reader. The card shows the ids of the
/// target, fields and readers. A consent therefore stops matching when a field is renamed or its name is reused.
/// </summary>
internal static class ItemCard
{
    private const string Locked = "(locked for you)";

    public static ConfirmationCard Of(
        Authority author, LiveArtifact live, ArtifactState after, string item, IReadOnlyList<Participant> readers, ImmutableHashSet<long> open)
    {
        var (before, names) = (live.State, readers.ToLookup(static one => one.Subject.Value, static one => one.Name, StringComparer.Ordinal));
        var (old, changed) = (before.Items[item], after.Items[item]);
        ImmutableArray<CardField> fields =
        [
            new("item", item, item),
            .. before.FieldOrder.Select(id => before.Fields[id]).Where(static field => !field.IsDeleted && field.Id != ArtifactField.StateId)
                .Select(field => new CardField(NameOf(field), Text(field, old.Held(field.Id)), Text(field, changed.Held(field.Id)))),
            new("state", StateOf(old), StateOf(changed)),
        ];
        var target = VisibleText.Show($"{before.TitleFor(open.Contains)} ({live.Head.Id})")!;
        var named = string.Join(", ", readers.Select(static one => $"{one.Name} ({one.Subject})").Order(StringComparer.Ordinal));
        var audience = VisibleText.Show($"read by {named}; made as {author.Subject.Name}")!;
        return new("Change an item", target, audience, fields, [], Digest(author, live, (Seen(old), Seen(changed)), fields, target, readers));

        ArtifactItem Seen(ArtifactItem one) => one.StateFromModel is { } seq && !open.Contains(seq) ? one with { State = null } : one;

        string NameOf(ArtifactField field) =>
            VisibleText.Show(field.FromModel is { } seq && !open.Contains(seq) ? $"({field.Id})" : $"{field.Name} ({field.Id})")!;

        string? StateOf(ArtifactItem one) => one.StateFromModel is { } seq && !open.Contains(seq) ? Locked : VisibleText.Show(one.State);

        string? Text(ArtifactField field, HeldValue? held) =>
            held switch
            {
                null or { Value.ValueKind: JsonValueKind.Null } => null,
                { ModelSeq: { } seq } when !open.Contains(seq) => Locked,
                { Value: { ValueKind: JsonValueKind.String } value } => VisibleText.Show(
                    field.Type is FieldType.Person ? Person(value.GetString()!) : value.GetString()),
                { Value: var value } => value.GetRawText(),
            };

        string Person(string subject) => names[subject].FirstOrDefault() is { } name ? $"{name} ({subject})" : subject;
    }

    /// <summary>
    /// The digest covers the item with the number of the op behind each value, so it also changes with values that are locked. It never covers locked
    /// words themselves: the author receives the digest, and short words can be guessed from it. New values are in it as written.
    /// </summary>
    private static string Digest(
        Authority author,
        LiveArtifact live,
        (ArtifactItem Before, ArtifactItem After) item,
        ImmutableArray<CardField> fields,
        string target,
        IReadOnlyList<Participant> readers) =>
        Sha256.HexOfJson(new
        {
            by = author.Subject.Id.Value,
            artifact = live.Head.Id.Value,
            target,
            before = JsonSerializer.SerializeToElement(item.Before with { Comments = [], Values = [] }, ArtifactJson.Options),
            values = item.Before.Values.Select(static held => new { held.Field, held.Seq }),
            after = item.After.Values.Where(held => held.Seq > live.Head.Seq).Select(static held => new { held.Field, held.Value }),
            item.After.State,
            fields,
            readers = readers.Select(static one => one.Subject.Value).Order(StringComparer.Ordinal),
        });
}
