namespace Onbehalf.Turns;

public abstract record CallDecided
{
    private CallDecided()
    {
    }

    public sealed record Recorded(ConfirmationDecision Decision, string AuditId) : CallDecided;

    public sealed record Refused(RefusedDecision Why) : CallDecided;
}

public enum RefusedDecision
{
    NotHere,
    NeedsBrowser,
    Account,
    OtherCard,
    AlreadyDecided,
    Expired,
}
