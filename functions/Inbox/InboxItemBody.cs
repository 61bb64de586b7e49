using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Inbox;

/// <summary>
/// An item that needs the caller's attention. <c>Href</c>: its page in the web app. <c>Expires</c>: the time after which a confirmation is no
/// longer accepted. <c>TurnId</c> and <c>CallId</c> identify its card.
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
