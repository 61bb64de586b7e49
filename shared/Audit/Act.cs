namespace Onbehalf.Audit;

/// <summary>How a person acted: by their own hand, through the agent while they were there, or through a run of theirs.</summary>
public enum Act
{
    Human,
    AgentAttended,
    AgentUnattended,
}
