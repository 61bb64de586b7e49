namespace Onbehalf.Identity.Offboarding;

/// <summary>The part of a person's access that remains to be ended. A greater value includes the lesser ones.</summary>
internal enum Ending
{
    Nothing,
    Sessions,
    Everything,
}
