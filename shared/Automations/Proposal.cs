using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>Another person's suggested content for an automation. It has no effect until the author agrees to exactly this content.</summary>
public sealed record Proposal(ProposalId Id, Subject By, DateTimeOffset At, AutomationContent Content);
