using Onbehalf.Ids;

namespace Onbehalf.Automations;

/// <summary>An entry of the due index. It may be stale, so the caller checks the automation itself.</summary>
public readonly record struct DueEntry(DateTimeOffset At, SubjectId Author, AutomationId Automation);
