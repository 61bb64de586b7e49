namespace Onbehalf.Automations.Runs;

public enum OccasionKind
{
    Schedule,
    Event,
    Rule,

    /// <summary>Its author started it.</summary>
    Hand,
}
