using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Artifacts;

/// <summary>
/// Adds an inbox item for each person to whom ops assign an item, or whom a comment mentions. The person needs access to the artifact, and the
/// rights for the evidence of the ops. The author gets the same answer in any case.
/// </summary>
public sealed partial class ArtifactAssignments(
    ArtifactAccess access, MemberAuthorities members, AnswerVisibility visibility, InboxItems inbox, TimeProvider time, ILogger<ArtifactAssignments> log)
{
    private const int MostAtOnce = 20;

    /// <summary>The ops are stored already, so a failure of the storage here is logged and not reported as one of theirs.</summary>
    /// <param name="live">The artifact before the ops.</param>
    internal async Task TellAsync(Authority by, LiveArtifact live, OpsRequest accepted, CancellationToken cancellation)
    {
        if (live.Head.Thread is null)
            return;
        foreach (var told in Assigned(by, live.State, accepted).Concat(Mentioned(by, live.State, accepted)).Distinct().Take(MostAtOnce))
        {
            try
            {
                if (await PlaceAsync(told.Person, live.Head, accepted.Evidence, cancellation) is { Message: var place })
                    await inbox.PutAsync(told.Person, Item(live.Head.Id, told, place, by.Subject.Name), cancellation);
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                Log.NotTold(log, failure, told.Person, live.Head.Id);
            }
        }
    }

    private InboxItem Item(ArtifactId artifact, Told told, MessageId place, string by) => told.Comment is { } comment
        ? InboxItem.CommentMention(artifact, told.Part, comment, place, told.Title, by, time.GetUtcNow())
        : InboxItem.Assignment(artifact, told.Part, place, told.Title, by, time.GetUtcNow());

    private async Task<ArtifactPlace?> PlaceAsync(
        SubjectId person, ArtifactHead head, ImmutableArray<EvidencePiece> evidence, CancellationToken cancellation)
    {
        if (await access.PlacesAsync(person, head, cancellation) is not [.., var newest])
            return null;
        if (evidence.IsEmpty)
            return newest;
        return await members.FindAsync(person, cancellation) is { } recipient && await visibility.IsOpenByRecalledRightsAsync(recipient, evidence, cancellation)
            ? newest
            : null;
    }

    private static IEnumerable<Told> Assigned(Authority by, ArtifactState state, OpsRequest accepted)
    {
        foreach (var op in accepted.Ops)
        {
            IEnumerable<(string Item, string Field, JsonElement Value, JsonElement? Title)> values = op switch
            {
                ArtifactOp.SetValue set => [(set.Item, set.Field, set.Value, TitleOf(state, set.Item))],
                ArtifactOp.Add { Values: { } given } add => given.Select(one =>
                    (add.Item, one.Key, one.Value,
                        accepted.Evidence.IsEmpty && given.TryGetValue(ArtifactTemplates.TitleField, out var title) ? title : (JsonElement?)null)),
                _ => [],
            };
            foreach (var (item, field, value, title) in values)
            {
                if (state.Fields.TryGetValue(field, out var known)
                    && known.Type is FieldType.Person
                    && value.ValueKind is JsonValueKind.String
                    && SubjectId.TryParse(value.GetString(), out var person)
                    && person != by.Subject.Id)
                    yield return new(person, item, null, Words(title) ?? state.OpenTitle);
            }
        }
    }

    /// <summary>Returns the item's title, unless the agent wrote it: the recipient may lack the rights for its evidence.</summary>
    private static JsonElement? TitleOf(ArtifactState state, string item) =>
        state.Items.GetValueOrDefault(item)?.Values.FirstOrDefault(static held => held is { Field: ArtifactTemplates.TitleField, FromModel: false })?.Value;

    private static IEnumerable<Told> Mentioned(Authority by, ArtifactState state, OpsRequest accepted) =>
        accepted.Ops.OfType<ArtifactOp.AddComment>().SelectMany(said => (said.Mentions ?? [])
            .Where(mention => mention.Subject != by.Subject.Id)
            .Select(mention => new Told(
                mention.Subject,
                (said.Target.Item ?? said.Target.Block)!,
                said.Comment,
                (said.Target.Item is { } item ? Words(TitleOf(state, item)) : null) ?? state.OpenTitle)));

    private static string? Words(JsonElement? title) => title is { ValueKind: JsonValueKind.String } words ? words.GetString() : null;

    /// <param name="Part">The item or block.</param>
    private sealed record Told(SubjectId Person, string Part, string? Comment, string Title);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Person} was not told of an assignment in {Artifact}.")]
        public static partial void NotTold(ILogger log, Exception failure, SubjectId person, ArtifactId artifact);
    }
}
