namespace Onbehalf.Audit;

/// <summary>The way in which a person acted: in person, through the agent while present, or through one of their runs.</summary>
public enum Act
{
    Human,
    AgentAttended,
    AgentUnattended,
}
