namespace Onbehalf.Identity;

/// <summary>How old a directory confirmation may be. Reads may reuse one for IDENTITY_CONFIRM_SECONDS; everything else asks.</summary>
public enum Freshness
{
    Read,
    Now,
}
