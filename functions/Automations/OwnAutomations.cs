using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Automations;

/// <summary>
/// Finds the automation of a route for its reader or author, and records what they do to it. An automation that does not exist and one that
/// the caller cannot read get the same answer.
/// </summary>
public sealed class OwnAutomations(Authorities authorities, AutomationStore store, ThreadStore threads, AnswerVisibility visibility, AuditTrail audit)
{
    private const string Source = "automations";

    internal delegate Task<IResult> Answer(Authority me, Automation automation, CancellationToken cancellation);

    /// <summary>Finds an automation for its author, or for a current member of the thread it is shared with.</summary>
    internal async Task<IResult> AsReaderAsync(HttpRequest request, string id, Answer answer)
    {
        var (me, cancellation) = (request.Authority(), request.HttpContext.RequestAborted);
        return await FindAsync(me, id, cancellation) is { } automation ? await answer(me, automation, cancellation) : Problem.NotFound();
    }

    internal Task<IResult> AsAuthorAsync(HttpRequest request, string id, string what, Answer answer) => AsReaderAsync(
            request,
            id,
            async (me, automation, cancellation) =>
                IsMine(me, automation) ? await answer(me, automation, cancellation) : await NotItsAuthorAsync(me, automation, what, cancellation));

    /// <summary>Finds an automation for its author, and requires the browser session, because an agreement lets it run unattended.</summary>
    internal Task<IResult> AsAuthorInBrowserAsync(HttpRequest request, string id, string what, Answer answer) =>
        AsAuthorAsync(
            request,
            id,
            what,
            (me, automation, cancellation) =>
        request.Caller().MayConfirm ? answer(me, automation, cancellation) : NeedsBrowserAsync(me, automation, what, cancellation));

    /// <summary>Whether the person now covers the evidence of what the automation says.</summary>
    internal Task<bool> IsOpenAsync(Authority me, Automation automation, CancellationToken cancellation) =>
        visibility.IsOpenAsync(me, automation.Evidence, cancellation);

    /// <summary>Returns a problem, on record, if what the automation says is locked for the person.</summary>
    internal async Task<Problem?> WhyLockedAsync(Authority me, Automation automation, string what, CancellationToken cancellation)
    {
        if (await IsOpenAsync(me, automation, cancellation))
            return null;
        await DenyAsync(me, automation.Id.Value, what, RunReasons.TextLocked, cancellation);
        return Problem.Conflict(RunReasons.TextLocked, "It was written with data that you may not read now, so what it says is locked for you.");
    }

    internal static bool IsMine(Authority me, Automation automation) => automation.Author.Id == me.Subject.Id;

    internal async Task<bool> MayReadThreadAsync(Authority me, ThreadId thread, CancellationToken cancellation) =>
        await threads.FindMemberAsync(me.Subject.Id, thread, cancellation) is not null;

    /// <summary>Returns a problem if the directory cannot confirm this person while they are absent. Nothing runs for such a person.</summary>
    internal async Task<Problem?> WhyNotLaterAsync(Authority me, CancellationToken cancellation) =>
        await authorities.CanConfirmLaterAsync(me.Subject, cancellation)
            ? null
            : Problem.Forbidden(
                "cannot-confirm-later",
                "Your sign-in provider cannot be asked about you when you are not here, so nothing can run for you. Sign in through the web app first.");

    /// <summary>Records an act in the audit, before and after it. A null result of the act counts as a refusal.</summary>
    internal async Task<T?> RecordAsync<T>(
        Authority me, string automation, string what, object? details, string refusal, Func<Task<T?>> act, CancellationToken cancellation)
        where T : class
    {
        var entry = Entry(me, automation, what) with { Details = details is null ? null : JsonSerializer.Serialize(details, JsonSerializerOptions.Web) };
        await audit.IntentAsync(entry, cancellation);
        var done = await act();
        await audit.OutcomeAsync(
            entry with { Decision = done is null ? AuditDecision.Refused : AuditDecision.Succeeded, Reason = done is null ? refusal : null },
            CancellationToken.None);
        return done;
    }

    internal Task DenyAsync(Authority me, string automation, string what, string reason, CancellationToken cancellation) =>
        audit.RecordAsync(Entry(me, automation, what) with { Decision = AuditDecision.Denied, Reason = reason }, cancellation);

    internal async Task<IResult> NeedsBrowserAsync(Authority me, Automation automation, string what, CancellationToken cancellation)
    {
        await DenyAsync(me, automation.Id.Value, what, "needs-browser", cancellation);
        return Problem.Forbidden("agreement-needs-browser", "This needs your signed-in browser session; a token cannot give it.");
    }

    private static AuditEntry Entry(Authority me, string automation, string what) => new()
    {
        CallId = $"{automation}.{what}-{Guid.NewGuid():N}",
        Subject = AuditPerson.Of(me.Subject),
        Act = Act.Human,
        Action = AuditAction.Automation,
        Decision = AuditDecision.Allowed,
        Approver = what is "agree" or "adopt" ? me.Subject.Id : null,
        Resource = new(Source, [automation], []),
        Shape = what,
    };

    private async Task<IResult> NotItsAuthorAsync(Authority me, Automation automation, string what, CancellationToken cancellation)
    {
        await DenyAsync(me, automation.Id.Value, what, "not-the-author", cancellation);
        return Problem.Forbidden("not-the-author", "Only its author can do this. You can propose a change, or adopt it as your own.");
    }

    private async Task<Automation?> FindAsync(Authority me, string id, CancellationToken cancellation) =>
        AutomationId.TryParse(id, out var parsed) && await store.FindAsync(parsed, cancellation) is { Latest: not null, State: not AutomationState.Ended } found
            && (IsMine(me, found) || (found.SharedWith is { } thread && await MayReadThreadAsync(me, thread, cancellation)))
            ? found
            : null;
}
