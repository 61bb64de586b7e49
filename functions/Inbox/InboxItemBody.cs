using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Inbox;

/// <summary>
/// An item that needs the caller's attention. <c>Href</c>: its page in the web app. <c>Expires</c>: the time after which a confirmation is no
/// longer accepted. <c>TurnId</c> and <c>CallId</c> identify its card. <c>By</c>: the name of the person who caused it. <c>ArtifactTitle</c>: the
/// title of the artifact that contains the item. <c>Words</c> say all of this in English; a client that speaks another language has the parts.
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
    string? AutomationId = null,
    string? By = null,
    string? Status = null,
    string? ArtifactTitle = null);
