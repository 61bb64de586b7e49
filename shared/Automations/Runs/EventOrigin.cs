using Onbehalf.Evidence;
using Onbehalf.Ids;

namespace Onbehalf.Automations.Runs;

/// <summary>Whoever sends an automation's events: nobody we know, so a name of its own that cards and records list beside people.</summary>
public static class EventOrigin
{
    public static TextAuthor Of(AutomationId automation) => new(SubjectId.Of("onbehalf:event", null, automation.Value).Value, "whoever sent the event");
}
