using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>An automation that was to wake at this minute. Only a pointer: whether it still does is asked of the automation itself.</summary>
public readonly record struct DueEntry(DateTimeOffset At, SubjectId Author, AutomationId Automation);
