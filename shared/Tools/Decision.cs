namespace Onbehalf.Tools;

/// <summary>The decision on one call. Indeterminate is Deny with a reason.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    public sealed record Allow(Permit Permit) : Decision;

    public sealed record Deny(string Code, string Reason) : Decision;
}
