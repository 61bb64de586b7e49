namespace Onbehalf.Automations;

public enum AutomationState
{
    /// <summary>Nothing runs before its author has agreed to exactly what it says.</summary>
    Waiting,
    Active,
    Paused,

    /// <summary>Its author's authority is gone or in doubt; the automation says why and what would bring it back.</summary>
    Parked,

    /// <summary>Its single time is over.</summary>
    Finished,

    /// <summary>Deleted by its author; kept for its runs' sake.</summary>
    Ended,
}
