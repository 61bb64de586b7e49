using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Artifacts;

/// <summary>Adds an inbox item for a member with access to whom an item is assigned.</summary>
public sealed class ArtifactAssignments(ThreadStore threads, InboxItems inbox, TimeProvider time)
{
    private const int MostAtOnce = 20;

    internal async Task TellAsync(Authority by, LiveArtifact live, ImmutableArray<ArtifactOp> ops, CancellationToken cancellation)
    {
        if (live.Head.Thread is not { } thread)
            return;
        foreach (var (person, item, title) in Assigned(by, live.State, ops).Distinct().Take(MostAtOnce))
        {
            var place = await threads.FindMemberAsync(person, thread, cancellation) is { } member
                ? live.Head.Places.LastOrDefault(one => member.MayRead(one.Message))
                : null;
            if (place is not null)
                await inbox.PutAsync(
                    person, InboxItem.Assignment(live.Head.Id, Short(item), place.Message, title, by.Subject.Name, time.GetUtcNow()), cancellation);
        }
    }

    private static IEnumerable<(SubjectId Person, string Item, string Title)> Assigned(Authority by, ArtifactState state, ImmutableArray<ArtifactOp> ops)
    {
        foreach (var op in ops)
        {
            IEnumerable<(string Item, string Field, JsonElement Value, JsonElement? Title)> values = op switch
            {
                ArtifactOp.SetValue set => [(set.Item, set.Field, set.Value, TitleOf(state, set.Item))],
                ArtifactOp.Add { Values: { } given } add => given.Select(one =>
                    (add.Item, one.Key, one.Value, given.TryGetValue(ArtifactTemplates.TitleField, out var title) ? title : (JsonElement?)null)),
                _ => [],
            };
            foreach (var (item, field, value, title) in values)
            {
                if (state.Fields.TryGetValue(field, out var known)
                    && known.Type is FieldType.Person
                    && value.ValueKind is JsonValueKind.String
                    && SubjectId.TryParse(value.GetString(), out var person)
                    && person != by.Subject.Id)
                    yield return (person, item, title is { ValueKind: JsonValueKind.String } words ? words.GetString()! : state.OpenTitle);
            }
        }
    }

    /// <summary>Returns the item's title, unless the agent wrote it: the recipient may lack the rights for its evidence.</summary>
    private static JsonElement? TitleOf(ArtifactState state, string item) =>
        state.Items.GetValueOrDefault(item)?.Values.FirstOrDefault(static held => held is { Field: ArtifactTemplates.TitleField, FromModel: false })?.Value;

    private static string Short(string item) => Sha256.Hex(item)[..16];
}
