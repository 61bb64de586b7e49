using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Onbehalf.Audit;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Threads;

/// <summary>Finds messages that a caller may edit or delete: typed by them and not deleted.</summary>
public sealed class OwnMessages(ThreadStore threads, MessageStore messages, MessageRate rate)
{
    /// <summary>Does not escape texts: two long escaped texts would exceed the size limit of the audit details.</summary>
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Returns null for a message that is unknown, another person's, deleted, or asked by an automation.</summary>
    /// <param name="orDeleted">True to also find a message that its author deleted.</param>
    internal async Task<(MemberThread Thread, ThreadMessage.Typed Message)?> FindAsync(
        Authority author, string id, CancellationToken cancellation, bool orDeleted = false) =>
        MessageId.TryParse(id, out var messageId)
        && await threads.FindForMemberAsync(author.Subject.Id, messageId.Thread, cancellation) is { } thread
        && thread.Me.MayRead(messageId)
        && await messages.FindAsync(messageId, author.Subject.Id, cancellation) is ThreadMessage.Typed { Run: null } typed
        && (orDeleted || !typed.IsDeleted)
        && typed.AskedBy.Id == author.Subject.Id
            ? (thread, typed)
            : null;

    /// <summary>Returns the time to wait if the rate limit is reached.</summary>
    internal TimeSpan? Refuses(Authority author) => rate.Refuses(author.Subject.Id);

    internal static Problem TooMany(TimeSpan wait) => Problem.TooMany("That is many changes in a minute. Wait a moment.", wait);

    /// <summary>True while a turn answers the message. The turn reads it, so it cannot be deleted yet.</summary>
    internal async Task<bool> IsBeingAnsweredAsync(ThreadMessage.Typed message, CancellationToken cancellation) =>
        message.Turn is { } turn && await messages.FindReplyAsync(turn, cancellation) is null;

    internal async Task<MessageBody?> ShowAsync(Authority author, MessageId id, CancellationToken cancellation) =>
        await messages.FindAsync(id, author.Subject.Id, cancellation) is ThreadMessage.Typed now ? MessageBody.Of(new VisibleMessage.Typed(now)) : null;

    /// <summary>Returns the audit entry of a change. Both texts are in the details, which are sealed for their author.</summary>
    internal static AuditEntry Entry(Authority author, ThreadMessage.Typed before, string operation, string? after) =>
        new()
        {
            CallId = $"{before.Id}-{operation}-{Guid.NewGuid():N}",
            Subject = AuditPerson.Of(author.Subject),
            Act = Act.Human,
            Action = AuditAction.Message,
            Decision = AuditDecision.Allowed,
            ThreadId = before.Id.Thread.Value,
            TurnId = before.Turn?.Value,
            Resource = AuditResource.Of(before.Id.Value),
            Shape = operation,
            Details = JsonSerializer.Serialize(
                new
                {
                    before = before.Text,
                    after,
                    files = after is null && !before.Files.IsEmpty ? before.Files.Select(static file => file.Name) : null,
                },
                Plain),
        };
}
