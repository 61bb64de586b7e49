namespace Onbehalf.Automations.Runs;

public enum OccasionKind
{
    Schedule,
    Event,
    Rule,

    /// <summary>Started by its author.</summary>
    Hand,

    /// <summary>Started by a run as a part of its own work.</summary>
    Part,
}
