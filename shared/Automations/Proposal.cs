using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>What somebody else would have an automation say. It changes nothing until its author agrees to exactly it.</summary>
public sealed record Proposal(ProposalId Id, Subject By, DateTimeOffset At, AutomationContent Content);
