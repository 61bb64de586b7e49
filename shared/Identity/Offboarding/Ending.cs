namespace Onbehalf.Identity.Offboarding;

/// <summary>How much of a person's is still to end; the greater includes the lesser.</summary>
internal enum Ending
{
    Nothing,
    Sessions,
    Everything,
}
