namespace Onbehalf.Automations.Runs;

public enum OccasionKind
{
    Schedule,
    Event,
    Rule,

    /// <summary>Its author started it.</summary>
    Hand,

    /// <summary>A run began it as a part of its own work.</summary>
    Part,
}
