using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Automations.Runs;

/// <summary>
/// The text author of an automation's events. The sender is unknown, so it has a synthetic identity that cards and records list beside people.
/// </summary>
internal static class EventOrigin
{
    public static TextAuthor Of(AutomationId automation) => new(SubjectId.Of("onbehalf:event", null, automation.Value).Value, "whoever sent the event");
}
