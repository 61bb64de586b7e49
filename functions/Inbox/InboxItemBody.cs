using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Inbox;

/// <summary>
/// Something that waits for the caller. <c>Href</c> is the page of the web app that it is about. <c>Expires</c> is set where a confirmation can
/// no longer be given afterwards; <c>TurnId</c> and <c>CallId</c> find its card.
/// </summary>
internal sealed record InboxItemBody(
    string Id,
    InboxKind Kind,
    DateTimeOffset At,
    string Title,
    string Words,
    string Href,
    ThreadId? ThreadId = null,
    DateTimeOffset? Expires = null,
    string? TurnId = null,
    string? CallId = null,
    string? RunId = null,
    string? AutomationId = null);
