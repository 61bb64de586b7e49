namespace Onbehalf.Automations;

public enum AutomationState
{
    /// <summary>Waiting for the author's first agreement. Nothing runs before it.</summary>
    Waiting,
    Active,
    Paused,

    /// <summary>The author's authority is revoked or unconfirmed. <see cref="Automation.Parked"/> holds the reason.</summary>
    Parked,

    /// <summary>Its single time has passed.</summary>
    Finished,

    /// <summary>Deleted by its author. The row stays because its runs refer to it.</summary>
    Ended,
}
